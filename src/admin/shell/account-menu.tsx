import { Avatar, Badge, Menu, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { IconCheck, IconLogout, IconUserCircle } from "@tabler/icons-react";
import { Link, useRouter } from "@tanstack/react-router";
import { useAccount } from "../account/use-account.ts";
import { useTenantChoice } from "../account/use-tenant-choice.ts";
import { api } from "../api.ts";
import { queryClient } from "../query-client.ts";
import classes from "./shell.module.css";
import { useMe, useMeFailed } from "./use-me.ts";

const REGION_NAMES = { us: "United States", eu: "European Union" } as const;

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return ((words[0]?.[0] ?? "") + (words.length > 1 ? words.at(-1)![0] : "")).toUpperCase();
}

/** The other tenants of whoever belongs to several. */
function Tenants() {
  const tenants = useAccount(true).data?.tenants ?? [];
  const choice = useTenantChoice();
  if (tenants.length < 2) return null;
  return (
    <>
      <Menu.Label>Tenants</Menu.Label>
      {tenants.map(({ id, name, current }) => (
        <Menu.Item
          key={id}
          leftSection={current ? <IconCheck size={16} aria-hidden /> : <span style={{ width: 16 }} />}
          disabled={current || choice.isPending}
          aria-current={current || undefined}
          onClick={() => choice.mutate(id)}
        >
          {name}
        </Menu.Item>
      ))}
      <Menu.Divider />
    </>
  );
}

/** Who is signed in, in which tenant, and the way to both. */
export function AccountMenu() {
  const router = useRouter();
  const me = useMe();
  // Whoever belongs to no tenant has an account all the same.
  const account = useAccount(useMeFailed()).data;
  const user = me?.user ?? account?.user;
  if (!user) return null;

  async function signOut(): Promise<void> {
    // Whatever the server says, this page must not go on showing what it has.
    await api.signOut().catch((error: unknown) => console.warn("sign out:", error));
    queryClient.clear();
    await router.navigate({ to: "/sign-in" });
  }

  return (
    <>
      {me && (
        <Tooltip label={`Recordings of this tenant stay in the ${REGION_NAMES[me.tenant.region]}`}>
          <span className={classes["tenant"]}>
            <span className="cut">{me.tenant.name}</span>
            <Badge variant="default" size="xs" radius="sm" tt="uppercase">
              {me.tenant.region}
            </Badge>
          </span>
        </Tooltip>
      )}
      <Menu position="bottom-end" width={250}>
        <Menu.Target>
          <UnstyledButton aria-label={`${initials(user.name || user.email)}: account of ${user.name}`}>
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
              {user.email}
            </Text>
            {me?.role && (
              <Text fz="xs" className="faint" truncate>
                {me.role} of {me.tenant.name}
              </Text>
            )}
          </div>
          <Menu.Divider />
          <Tenants />
          <Menu.Item component={Link} to="/account" leftSection={<IconUserCircle size={16} aria-hidden />}>
            Your account
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
