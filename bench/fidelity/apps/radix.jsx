import React from "react";
import { createRoot } from "react-dom/client";
import {
  AlertDialog,
  Avatar,
  Badge,
  Box,
  Button,
  Callout,
  Card,
  Checkbox,
  ContextMenu,
  Dialog,
  DropdownMenu,
  Flex,
  Grid,
  Heading,
  HoverCard,
  IconButton,
  Popover,
  Progress,
  RadioCards,
  ScrollArea,
  SegmentedControl,
  Select,
  Skeleton,
  Slider,
  Spinner,
  Switch,
  Table,
  Tabs,
  Text,
  TextField,
  Theme,
  Tooltip,
} from "@radix-ui/themes";

function App() {
  const [dark, setDark] = React.useState(false);
  return (
    <Theme
      accentColor="crimson"
      grayColor="sand"
      radius="large"
      appearance={dark ? "dark" : "light"}
      panelBackground="translucent"
    >
      <Box p="5">
        <Flex gap="3" align="center">
          <Heading>Radix</Heading>
          <Badge color="jade" variant="surface">
            new
          </Badge>
          <Avatar fallback="A" />
          <Button id="dark" variant="soft" color="indigo" highContrast onClick={() => setDark(!dark)}>
            Theme
          </Button>
        </Flex>
        <Grid columns="3" gap="4" mt="4">
          <Card variant="classic">
            <TextField.Root id="name" size="3" placeholder="Name" />
            <Text as="label" size="2">
              <Switch id="sw" /> Switch <Checkbox id="cb" /> Check
            </Text>
            <Slider id="sl" defaultValue={[25, 75]} mt="3" />
            <Progress value={40} mt="3" />
          </Card>
          <Card>
            <RadioCards.Root defaultValue="1" columns="2">
              <RadioCards.Item value="1">One</RadioCards.Item>
              <RadioCards.Item value="2" id="rc">
                Two
              </RadioCards.Item>
            </RadioCards.Root>
            <SegmentedControl.Root defaultValue="a" mt="3">
              <SegmentedControl.Item value="a">A</SegmentedControl.Item>
              <SegmentedControl.Item value="b" id="sg">
                B
              </SegmentedControl.Item>
            </SegmentedControl.Root>
          </Card>
          <Card>
            <Tabs.Root defaultValue="x">
              <Tabs.List>
                <Tabs.Trigger value="x">X</Tabs.Trigger>
                <Tabs.Trigger value="y" id="ty">
                  Y
                </Tabs.Trigger>
              </Tabs.List>
              <Tabs.Content value="x">in x</Tabs.Content>
              <Tabs.Content value="y">in y</Tabs.Content>
            </Tabs.Root>
            <Skeleton>loading words</Skeleton>
            <Spinner size="3" />
          </Card>
        </Grid>
        <Flex gap="3" mt="4">
          <Dialog.Root>
            <Dialog.Trigger>
              <Button id="dlg">Dialog</Button>
            </Dialog.Trigger>
            <Dialog.Content maxWidth="420px">
              <Dialog.Title>A dialog</Dialog.Title>
              <Text>words</Text>
              <Dialog.Close>
                <Button id="ok">OK</Button>
              </Dialog.Close>
            </Dialog.Content>
          </Dialog.Root>
          <DropdownMenu.Root>
            <DropdownMenu.Trigger>
              <Button id="mnu" variant="outline">
                Menu
              </Button>
            </DropdownMenu.Trigger>
            <DropdownMenu.Content>
              <DropdownMenu.Item shortcut="⌘ E">Edit</DropdownMenu.Item>
              <DropdownMenu.Item color="red" id="del">
                Delete
              </DropdownMenu.Item>
            </DropdownMenu.Content>
          </DropdownMenu.Root>
          <Select.Root defaultValue="apple">
            <Select.Trigger id="sel" />
            <Select.Content>
              <Select.Item value="apple">Apple</Select.Item>
              <Select.Item value="pear">Pear</Select.Item>
            </Select.Content>
          </Select.Root>
          <Popover.Root>
            <Popover.Trigger>
              <Button id="pop" variant="surface">
                Popover
              </Button>
            </Popover.Trigger>
            <Popover.Content size="2">in a popover</Popover.Content>
          </Popover.Root>
          <Tooltip content="a tip">
            <IconButton id="tip">?</IconButton>
          </Tooltip>
        </Flex>
        <Callout.Root color="amber" mt="4">
          <Callout.Text>Beware</Callout.Text>
        </Callout.Root>
        <ScrollArea id="sa" style={{ height: 140 }} mt="4">
          <Table.Root variant="surface">
            <Table.Body>
              {Array.from({ length: 20 }, (_, i) => (
                <Table.Row key={i}>
                  <Table.RowHeaderCell>row {i}</Table.RowHeaderCell>
                  <Table.Cell>{i * 7}</Table.Cell>
                </Table.Row>
              ))}
            </Table.Body>
          </Table.Root>
        </ScrollArea>
      </Box>
    </Theme>
  );
}
createRoot(document.getElementById("root")).render(<App />);
