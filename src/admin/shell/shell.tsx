import { Avatar, Badge, Menu, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { IconLogout } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useRouter } from "@tanstack/react-router";
import { api } from "../api.ts";
import { queryClient } from "../query-client.ts";
import { Logo } from "./logo.tsx";
import { QuotaBanner } from "./quota-banner.tsx";
import { SchemeToggle } from "./scheme-toggle.tsx";
import classes from "./shell.module.css";

const REGION_NAMES = { us: "United States", eu: "European Union" } as const;

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return ((words[0]?.[0] ?? "") + (words.length > 1 ? words.at(-1)![0] : "")).toUpperCase();
}

function useMe() {
  return useQuery({ queryKey: ["me"], queryFn: ({ signal }) => api.me(signal), staleTime: Infinity }).data;
}

function ActivityLink() {
  return useMe()?.permissions.includes("activity") ? (
    <Link to="/activity" className={classes["link"]}>
      Activity
    </Link>
  ) : null;
}

function SettingsLink() {
  return useMe()?.permissions.includes("settings") ? (
    <Link to="/settings" className={classes["link"]}>
      Settings
    </Link>
  ) : null;
}

function Account() {
  const router = useRouter();
  const me = useMe();
  const user = me?.user;
  if (!me || !user) return null;

  async function signOut(): Promise<void> {
    // Whatever the server says, this page must not go on showing what it has.
    await api.signOut().catch((error: unknown) => console.warn("sign out:", error));
    queryClient.clear();
    await router.navigate({ to: "/sign-in" });
  }

  return (
    <>
      <Tooltip label={`Recordings of this tenant stay in the ${REGION_NAMES[me.tenant.region]}`}>
        <span className={classes["tenant"]}>
          <span className="cut">{me.tenant.name}</span>
          <Badge variant="default" size="xs" radius="sm" tt="uppercase">
            {me.tenant.region}
          </Badge>
        </span>
      </Tooltip>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <UnstyledButton aria-label={`Account of ${user.name}`}>
            <Avatar size={28} radius="xl" color="ink" variant="filled">
              {initials(user.name || user.email)}
            </Avatar>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <div className={classes["person"]}>
            <Text fw={600} fz="sm" truncate>
              {user.name}
            </Text>
            <Text fz="xs" className="faint" truncate>
              {user.email} · {me.role}
            </Text>
          </div>
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

/** The bar at the top and the page under it. */
export function Shell() {
  const maySet = useMe()?.permissions.includes("settings") ?? false;
  return (
    <div className={classes["shell"]}>
      <header className={classes["header"]}>
        <Link to="/sessions" className={classes["home"]} aria-label="Playhead: sessions">
          <Logo />
        </Link>
        <nav className={classes["nav"]} aria-label="Main">
          <Link to="/sessions" className={classes["link"]}>
            Sessions
          </Link>
          <ActivityLink />
          <SettingsLink />
        </nav>
        <span className={classes["right"]}>
          <SchemeToggle />
          <Account />
        </span>
      </header>
      {maySet && <QuotaBanner />}
      <div className={classes["body"]} data-scroll-restoration-id="body" id="scroller">
        <Outlet />
      </div>
    </div>
  );
}
