import { startLayout } from "./layout.js";

startLayout();
