import { NativeSelect, Stack, Text, Title } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import type { Me } from "../../protocol/api.schema.ts";
import { api } from "../api.ts";
import { ErrorNote } from "../shell/error-note.tsx";
import { useTitle } from "../shell/use-title.ts";
import { SETTINGS_PAGES } from "./settings-menu.ts";
import { SettingsSkeleton } from "./settings-skeleton.tsx";
import classes from "./settings.module.css";

function NotAllowed({ me }: { me: Me }) {
  useTitle("Settings");
  return (
    <Stack component="main" align="center" gap="xs" py={64} px="md">
      <IconLock size={30} stroke={1.5} aria-hidden />
      <Title order={1} fz="lg">
        Settings are for owners and admins
      </Title>
      <Text className="faint" ta="center" maw={460}>
        You are signed in to {me.tenant.name} as {me.role}. An owner or an admin can change who is recorded, or give you
        another role.
      </Text>
    </Stack>
  );
}

function Menu() {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const current = SETTINGS_PAGES.find(({ to }) => pathname.startsWith(to)) ?? SETTINGS_PAGES[0];
  return (
    <nav className={classes["menu"]} aria-label="Settings">
      <NativeSelect
        className={classes["menuSelect"]}
        aria-label="Page of the settings"
        value={current.to}
        onChange={({ currentTarget }) =>
          void navigate({ to: SETTINGS_PAGES.find(({ to }) => to === currentTarget.value)?.to ?? "/settings" })
        }
        data={SETTINGS_PAGES.map(({ to, name }) => ({ value: to, label: name }))}
      />
      <ul className={classes["menuList"]}>
        {SETTINGS_PAGES.map(({ to, name }) => (
          <li key={to}>
            <Link to={to} className={classes["menuLink"]}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The settings: a menu beside the page, or above it where there is little room. */
export function SettingsLayout() {
  const me = useQuery({ queryKey: ["me"], queryFn: ({ signal }) => api.me(signal), staleTime: Infinity });
  if (me.isError)
    return <ErrorNote title="The settings can't be loaded" error={me.error} retry={() => void me.refetch()} />;
  if (me.isSuccess && !me.data.permissions.includes("settings")) return <NotAllowed me={me.data} />;
  return (
    <div className={classes["layout"]}>
      <Menu />
      <main className={classes["main"]}>{me.isPending ? <SettingsSkeleton /> : <Outlet />}</main>
    </div>
  );
}
