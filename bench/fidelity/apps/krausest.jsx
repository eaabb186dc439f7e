// The js-framework-benchmark table, after krausest/js-framework-benchmark (React hooks, keyed).
import React, { memo, useReducer } from "react";
import { createRoot } from "react-dom/client";
let seed = 42;
const random = (m) => {
  seed = (seed * 1103515245 + 12345) & 0x7fffffff;
  return seed % m;
};
const A =
    "pretty large big small tall short long handsome plain quaint clean elegant easy angry crazy helpful mushy odd unsightly adorable important inexpensive cheap expensive fancy".split(
      " ",
    ),
  C = "red yellow blue green pink brown purple brown white black orange".split(" "),
  N = "table chair house bbq desk car pony cookie sandwich burger pizza mouse keyboard".split(" ");
let id = 1;
const build = (n) =>
  Array.from({ length: n }, () => ({
    id: id++,
    label: `${A[random(A.length)]} ${C[random(C.length)]} ${N[random(N.length)]}`,
  }));
const red = (s, a) => {
  const { data, selected } = s;
  switch (a.type) {
    case "RUN":
      return { data: build(1000), selected: 0 };
    case "ADD":
      return { data: data.concat(build(1000)), selected };
    case "UPDATE": {
      const d = data.slice(0);
      for (let i = 0; i < d.length; i += 10) d[i] = { id: d[i].id, label: d[i].label + " !!!" };
      return { data: d, selected };
    }
    case "CLEAR":
      return { data: [], selected: 0 };
    case "SWAP": {
      const d = [...data];
      if (d.length > 998) {
        [d[1], d[998]] = [d[998], d[1]];
      }
      return { data: d, selected };
    }
    case "REMOVE":
      return { data: data.filter((r) => r.id !== a.id), selected };
    case "SELECT":
      return { data, selected: a.id };
  }
  return s;
};
const Row = memo(
  ({ selected, item, dispatch }) => (
    <tr className={selected ? "danger table-danger" : ""}>
      <td className="col-md-1">{item.id}</td>
      <td className="col-md-4">
        <a className="lbl" onClick={() => dispatch({ type: "SELECT", id: item.id })}>
          {item.label}
        </a>
      </td>
      <td className="col-md-1">
        <a className="rm" onClick={() => dispatch({ type: "REMOVE", id: item.id })}>
          x
        </a>
      </td>
      <td className="col-md-6" />
    </tr>
  ),
  (p, n) => p.selected === n.selected && p.item === n.item,
);
const B = ({ id, cb, t }) => (
  <button type="button" className="btn btn-primary m-1" id={id} onClick={cb}>
    {t}
  </button>
);
function App() {
  const [{ data, selected }, d] = useReducer(red, { data: [], selected: 0 });
  return (
    <div className="container">
      <h1>React keyed</h1>
      <div>
        {[
          ["run", "RUN", "Create 1,000 rows"],
          ["add", "ADD", "Append 1,000 rows"],
          ["update", "UPDATE", "Update every 10th row"],
          ["clear", "CLEAR", "Clear"],
          ["swaprows", "SWAP", "Swap Rows"],
        ].map(([i, ty, t]) => (
          <B key={i} id={i} t={t} cb={() => d({ type: ty })} />
        ))}
      </div>
      <table className="table table-hover table-striped">
        <tbody>
          {data.map((i) => (
            <Row key={i.id} item={i} selected={selected === i.id} dispatch={d} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
createRoot(document.getElementById("main")).render(<App />);
