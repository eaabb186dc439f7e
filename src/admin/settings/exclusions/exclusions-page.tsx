import { Switch } from "@mantine/core";
import type { Exclusions } from "../../../protocol/policy.schema.ts";
import type { Settings } from "../../../protocol/settings.schema.ts";
import { Card, Now } from "../card.tsx";
import { PageHead } from "../page-head.tsx";
import { SaveBar } from "../save-bar.tsx";
import { usePolicyDraft } from "../use-policy-draft.ts";
import { WithSettings } from "../with-settings.tsx";
import { exclusionsNow } from "../words/exclusions-now.ts";
import { LinesField } from "./lines-field.tsx";

const IPS = [
  { text: "203.0.113.7", means: "one address, IPv4 or IPv6" },
  { text: "203.0.113.0/24", means: "a network" },
  { text: "203.0.113.10-203.0.113.40", means: "from one to another" },
  { text: "192.168.1.*", means: "everything that begins so" },
];

const DOMAINS = [
  { text: "test.example.com", means: "pages of this host" },
  { text: "*.internal.com", means: "of every subdomain" },
  { text: "localhost:3000", means: "of this port only" },
];

const USER_AGENTS = [
  { text: "UptimeRobot", means: "contains this" },
  { text: "Mozilla/*Monitor*", means: "* is anything, ? one character" },
];

function Editor({ settings }: { settings: Settings }) {
  const draft = usePolicyDraft(settings);
  const { exclusions } = draft.policy;
  const change = (part: Partial<Exclusions>) =>
    draft.edit((policy) => ({ ...policy, exclusions: { ...policy.exclusions, ...part } }));
  return (
    <>
      <Now>{exclusionsNow(settings.policy.exclusions)}</Now>
      <Card title="IP addresses" hint="Your office, your test machines: visits from these addresses are not recorded.">
        <LinesField
          label="Excluded IP addresses"
          entries={exclusions.ips}
          examples={IPS}
          problems={draft.problems}
          place={["exclusions", "ips"]}
          change={(ips) => change({ ips })}
        />
      </Card>
      <Card title="Domains" hint="Pages of these domains are not recorded, even if an environment allows their origin.">
        <LinesField
          label="Excluded domains"
          entries={exclusions.domains}
          examples={DOMAINS}
          problems={draft.problems}
          place={["exclusions", "domains"]}
          change={(domains) => change({ domains })}
        />
      </Card>
      <Card
        title="User agents"
        hint="Browsers and programs that name themselves like this. Upper and lower case are the same."
      >
        <LinesField
          label="Excluded user agents"
          entries={exclusions.userAgents}
          examples={USER_AGENTS}
          problems={draft.problems}
          place={["exclusions", "userAgents"]}
          change={(userAgents) => change({ userAgents })}
        />
      </Card>
      <Card title="Bots">
        <Switch
          label="Turn bots away"
          description="Search engines, crawlers, monitors and headless browsers that are known as such. They use up the quota and show nothing of people."
          checked={exclusions.bots}
          onChange={({ currentTarget }) => change({ bots: currentTarget.checked })}
        />
      </Card>
      <SaveBar draft={draft} />
    </>
  );
}

export function ExclusionsPage() {
  return (
    <>
      <PageHead title="Exclusions">
        Who is turned away in every environment, before anything about the visit is stored or counted in the quota.
      </PageHead>
      <WithSettings>{(settings) => <Editor settings={settings} />}</WithSettings>
    </>
  );
}
