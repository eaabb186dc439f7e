import { Switch } from "@mantine/core";
import type { AssetSettings } from "../../../protocol/policy.schema.ts";
import type { Settings } from "../../../protocol/settings.schema.ts";
import { Card, Now } from "../card.tsx";
import { LinesField } from "../exclusions/lines-field.tsx";
import { PageHead } from "../page-head.tsx";
import { SaveBar } from "../save-bar.tsx";
import { usePolicyDraft } from "../use-policy-draft.ts";
import { WithSettings } from "../with-settings.tsx";
import { assetsNow } from "../words/assets-words.ts";

const HOSTS = [
  { text: "cdn.example.com", means: "this host" },
  { text: "*.example.net", means: "every subdomain" },
  { text: "static.example.com:8443", means: "this port as well" },
];

function Editor({ settings }: { settings: Settings }) {
  const draft = usePolicyDraft(settings);
  const { assets } = draft.policy;
  const change = (part: Partial<AssetSettings>) =>
    draft.edit((policy) => ({ ...policy, assets: { ...policy.assets, ...part } }));
  return (
    <>
      <Now>{assetsNow(settings.policy.assets)}</Now>
      <Card title="Fetching">
        <Switch
          label="This server fetches the files"
          description="Each is fetched once, without cookies, and only if it is public. When off, browsers of visitors send what the server lacks."
          checked={assets.fetch}
          onChange={({ currentTarget }) => change({ fetch: currentTarget.checked })}
        />
      </Card>
      <Card
        title="Hosts"
        hint="Files of your environments' own origins are fetched without being named here. Name the hosts of your CDN and of web fonts."
      >
        <LinesField
          label="Other hosts to fetch from"
          entries={assets.hosts}
          examples={HOSTS}
          problems={draft.problems}
          place={["assets", "hosts"]}
          change={(hosts) => change({ hosts })}
        />
      </Card>
      <SaveBar draft={draft} />
    </>
  );
}

export function AssetsPage() {
  return (
    <>
      <PageHead title="Files of pages">
        Style sheets, fonts and pictures are kept with the recordings, so that a replay looks as the page did, also when
        the site has changed since.
      </PageHead>
      <WithSettings>{(settings) => <Editor settings={settings} />}</WithSettings>
    </>
  );
}
