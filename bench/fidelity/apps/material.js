import "@material/web/all.js";
import { styles } from "@material/web/typography/md-typescale-styles.js";
document.adoptedStyleSheets.push(styles.styleSheet);
