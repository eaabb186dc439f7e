import { ActionIcon, Tooltip, useMantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";

const SCHEMES = [
  { scheme: "auto", name: "like the system", icon: IconDeviceDesktop },
  { scheme: "light", name: "light", icon: IconSun },
  { scheme: "dark", name: "dark", icon: IconMoon },
] as const;

/** Goes through automatic, light and dark. */
export function SchemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const index = SCHEMES.findIndex(({ scheme }) => scheme === colorScheme);
  const { name, icon: Icon } = SCHEMES[Math.max(0, index)]!;
  return (
    <Tooltip label={`Colours: ${name}`}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Colours: ${name}. Change`}
        onClick={() => setColorScheme(SCHEMES[(index + 1) % SCHEMES.length]!.scheme)}
      >
        <Icon size={18} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}
