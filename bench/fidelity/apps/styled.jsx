import React, { useState } from "react";
import { createRoot } from "react-dom/client";
import styled, { createGlobalStyle, keyframes, ThemeProvider } from "styled-components";
const G = createGlobalStyle`body{margin:0;font-family:sans-serif;background:${(p) => p.theme.bg};color:${(p) => p.theme.fg}}`;
const pop = keyframes`from{opacity:0;transform:scale(.8)}to{opacity:1;transform:none}`;
const Card = styled.div`
  display: inline-block;
  width: 220px;
  padding: 16px;
  margin: 10px;
  border-radius: 12px;
  background: hsl(${(p) => p.$h}, 70%, ${(p) => p.theme.l});
  box-shadow: 0 2px 8px #0004;
  animation: ${pop} 0.3s;
  &:hover {
    box-shadow: 0 0 0 4px hsl(${(p) => p.$h}, 80%, 40%);
  }
`;
const Btn = styled.button`
  padding: 8px 16px;
  margin: 4px;
  border: 0;
  border-radius: 6px;
  background: ${(p) => (p.$primary ? "#2563eb" : "#94a3b8")};
  color: #fff;
  &:active {
    background: #111;
  }
`;
const Bar = styled.div`
  height: 18px;
  background: #2563eb;
  width: ${(p) => p.$w}px;
  margin: 10px;
`;
const T = { light: { bg: "#fff", fg: "#111", l: "85%" }, dark: { bg: "#0f172a", fg: "#eee", l: "30%" } };
function App() {
  const [n, sn] = useState(3),
    [t, st] = useState("light"),
    [w, sw] = useState(40),
    [sel, ss] = useState(-1);
  return (
    <ThemeProvider theme={T[t]}>
      <G />
      <h2 style={{ margin: 16 }}>Styled shop</h2>
      <Btn id="add" $primary onClick={() => sn(n + 2)}>
        Add cards
      </Btn>
      <Btn id="theme" onClick={() => st(t === "light" ? "dark" : "light")}>
        Theme
      </Btn>
      <Btn id="grow" onClick={() => sw(w + 157)}>
        Grow
      </Btn>
      <Bar $w={w} />
      <div>
        {[...Array(n).keys()].map((i) => (
          <Card key={i} id={"c" + i} $h={(i * 47) % 360} onClick={() => ss(i)}>
            <h3>Item {i}</h3>
            <p>{sel === i ? "Selected" : "Price " + (i * 7 + 3)}</p>
          </Card>
        ))}
      </div>
    </ThemeProvider>
  );
}
createRoot(document.getElementById("root")).render(<App />);
