import React, { useState } from "react";
import { createRoot } from "react-dom/client";
import {
  Button,
  Card,
  Checkbox,
  Collapse,
  ConfigProvider,
  DatePicker,
  Drawer,
  Flex,
  Form,
  Input,
  InputNumber,
  message,
  Modal,
  Progress,
  Radio,
  Rate,
  Segmented,
  Select,
  Slider,
  Spin,
  Steps,
  Switch,
  Table,
  Tabs,
  Tag,
  theme,
  Timeline,
  Tooltip,
  Tree,
} from "antd";

function App() {
  const [dark, setDark] = useState(false);
  const [modal, setModal] = useState(false);
  const [drawer, setDrawer] = useState(false);
  const [api, holder] = message.useMessage();
  const rows = Array.from({ length: 14 }, (_, i) => ({
    key: i,
    name: `Row ${i}`,
    age: (i * 7) % 40,
    tag: i % 2 ? "odd" : "even",
  }));
  return (
    <ConfigProvider
      theme={{ algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm, token: { colorPrimary: "#722ed1" } }}
    >
      {holder}
      <Card title="Ant" extra={<Switch id="dark" onChange={setDark} />} style={{ borderRadius: 0 }}>
        <Flex gap={24}>
          <Form layout="vertical" style={{ width: 380 }} initialValues={{ n: 3 }}>
            <Form.Item name="name" label="Name" rules={[{ required: true, min: 4 }]}>
              <Input id="name" allowClear />
            </Form.Item>
            <Form.Item label="Fruit">
              <Select id="fruit" mode="multiple" options={["Apple", "Banana", "Cherry"].map((value) => ({ value }))} />
            </Form.Item>
            <Form.Item label="Date">
              <DatePicker id="date" defaultPickerValue={undefined} />
            </Form.Item>
            <Form.Item name="n" label="Count">
              <InputNumber id="n" />
            </Form.Item>
            <Slider id="slide" defaultValue={30} /> <Rate id="rate" defaultValue={2} />{" "}
            <Checkbox id="cb">Check</Checkbox>
            <Radio.Group defaultValue="a">
              <Radio.Button value="a">A</Radio.Button>
              <Radio.Button value="b" id="rb">
                B
              </Radio.Button>
            </Radio.Group>
            <Segmented options={["Day", "Week", "Month"]} />
          </Form>
          <div style={{ flex: 1 }}>
            <Tabs
              items={[
                {
                  key: "1",
                  label: "Table",
                  children: (
                    <Table
                      size="small"
                      pagination={{ pageSize: 5 }}
                      dataSource={rows}
                      rowSelection={{}}
                      columns={[
                        { title: "Name", dataIndex: "name", sorter: (a, b) => a.age - b.age },
                        { title: "Age", dataIndex: "age" },
                        {
                          title: "Tag",
                          dataIndex: "tag",
                          render: (t) => <Tag color={t === "odd" ? "red" : "blue"}>{t}</Tag>,
                        },
                      ]}
                    />
                  ),
                },
                {
                  key: "2",
                  label: "Tree",
                  children: (
                    <Tree treeData={[{ title: "a", key: "a", children: [{ title: "b", key: "b" }] }]} checkable />
                  ),
                },
              ]}
            />
            <Steps current={1} items={[{ title: "Cart" }, { title: "Pay" }, { title: "Done" }]} />
            <Collapse items={[{ key: 1, label: "More", children: "Unfolded words" }]} />
            <Flex gap={8} style={{ marginTop: 10 }}>
              <Button id="modal" type="primary" onClick={() => setModal(true)}>
                Modal
              </Button>
              <Button id="drawer" onClick={() => setDrawer(true)}>
                Drawer
              </Button>
              <Tooltip title="a tip">
                <Button id="tip" onClick={() => api.success("Saved", 5)}>
                  Tip
                </Button>
              </Tooltip>
              <Progress type="circle" percent={70} size={50} />
              <Progress percent={40} style={{ width: 120 }} />
              <Spin />
            </Flex>
          </div>
        </Flex>
      </Card>
      <Modal open={modal} title="A modal" onCancel={() => setModal(false)} onOk={() => setModal(false)}>
        with words
      </Modal>
      <Drawer open={drawer} title="A drawer" onClose={() => setDrawer(false)}>
        <Timeline items={[{ children: "one" }, { children: "two", color: "red" }]} />
      </Drawer>
    </ConfigProvider>
  );
}
createRoot(document.getElementById("root")).render(<App />);
