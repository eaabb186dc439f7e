import React, { useState } from "react";
import { createRoot } from "react-dom/client";
import {
  Accordion,
  AccordionDetails,
  AccordionSummary,
  Alert,
  AppBar,
  Autocomplete,
  Avatar,
  Badge,
  Button,
  Checkbox,
  Chip,
  CircularProgress,
  createTheme,
  CssBaseline,
  Dialog,
  DialogActions,
  DialogTitle,
  Drawer,
  FormControlLabel,
  LinearProgress,
  Menu,
  MenuItem,
  Radio,
  RadioGroup,
  Rating,
  Select,
  Slider,
  Snackbar,
  Stepper,
  Step,
  StepLabel,
  Switch,
  Tab,
  Tabs,
  TextField,
  ThemeProvider,
  Toolbar,
  Tooltip,
} from "@mui/material";

function App() {
  const [dark, setDark] = useState(false);
  const [dialog, setDialog] = useState(false);
  const [drawer, setDrawer] = useState(false);
  const [snack, setSnack] = useState(false);
  const [anchor, setAnchor] = useState(null);
  const [tab, setTab] = useState(0);
  return (
    <ThemeProvider theme={createTheme({ palette: { mode: dark ? "dark" : "light" } })}>
      <CssBaseline />
      <AppBar position="sticky">
        <Toolbar>
          <Button id="draw" color="inherit" onClick={() => setDrawer(true)}>
            Menu
          </Button>
          <span style={{ flex: 1 }}>MUI</span>
          <Badge badgeContent={4} color="error">
            <Avatar>A</Avatar>
          </Badge>
          <Button id="menu" color="inherit" onClick={(e) => setAnchor(e.currentTarget)}>
            More
          </Button>
        </Toolbar>
      </AppBar>
      <Menu open={!!anchor} anchorEl={anchor} onClose={() => setAnchor(null)}>
        <MenuItem>Profile</MenuItem>
        <MenuItem
          id="theme"
          onClick={() => {
            setDark(!dark);
            setAnchor(null);
          }}
        >
          Theme
        </MenuItem>
      </Menu>
      <Drawer open={drawer} onClose={() => setDrawer(false)}>
        <div style={{ width: 240, padding: 20 }}>
          A drawer <TextField label="inside" />
        </div>
      </Drawer>
      <div style={{ padding: 20, display: "grid", gridTemplateColumns: "1fr 1fr", gap: 16 }}>
        <TextField id="name" label="Name" helperText="as on the card" />
        <Autocomplete
          id="city"
          options={["Paris", "Pisa", "Prague", "Porto"]}
          renderInput={(p) => <TextField {...p} label="City" />}
        />
        <Select id="size" native={false} defaultValue="m" size="small">
          <MenuItem value="s">Small</MenuItem>
          <MenuItem value="m">Medium</MenuItem>
        </Select>
        <Slider
          id="slide"
          defaultValue={30}
          valueLabelDisplay="auto"
          marks={[
            { value: 0, label: "0" },
            { value: 100, label: "100" },
          ]}
        />
        <div>
          <FormControlLabel control={<Switch id="sw" />} label="Switch" />
          <FormControlLabel control={<Checkbox id="cb" />} label="Check" />
          <Rating id="rate" defaultValue={2} precision={0.5} />
        </div>
        <RadioGroup row defaultValue="a">
          <FormControlLabel value="a" control={<Radio />} label="A" />
          <FormControlLabel value="b" control={<Radio id="rb" />} label="B" />
        </RadioGroup>
        <div>
          <Tabs value={tab} onChange={(_, t) => setTab(t)}>
            <Tab label="One" />
            <Tab label="Two" id="tab2" />
            <Tab label="Three" />
          </Tabs>
          <p>Tab {tab}</p>
        </div>
        <Accordion>
          <AccordionSummary id="acc">More of it</AccordionSummary>
          <AccordionDetails>Details that were folded away</AccordionDetails>
        </Accordion>
        <div>
          <Button id="open" variant="contained" onClick={() => setDialog(true)}>
            Dialog
          </Button>{" "}
          <Tooltip title="a tip" arrow>
            <Button id="tip" variant="outlined">
              Tip
            </Button>
          </Tooltip>{" "}
          <Button id="snack" onClick={() => setSnack(true)}>
            Snack
          </Button>
          <Chip label="chip" onDelete={() => {}} color="primary" />
        </div>
        <div>
          <LinearProgress variant="determinate" value={40} />
          <CircularProgress variant="determinate" value={70} />
          <LinearProgress />
          <CircularProgress />
        </div>
        <Stepper activeStep={1}>
          <Step>
            <StepLabel>Cart</StepLabel>
          </Step>
          <Step>
            <StepLabel>Pay</StepLabel>
          </Step>
        </Stepper>
        <Alert severity="warning">Beware</Alert>
      </div>
      <Dialog open={dialog} onClose={() => setDialog(false)}>
        <DialogTitle>A dialog</DialogTitle>
        <DialogActions>
          <Button id="ok" onClick={() => setDialog(false)}>
            OK
          </Button>
        </DialogActions>
      </Dialog>
      <Snackbar open={snack} onClose={() => setSnack(false)} message="A message" autoHideDuration={4000} />
    </ThemeProvider>
  );
}
createRoot(document.getElementById("root")).render(<App />);
