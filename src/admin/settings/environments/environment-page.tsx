import { useParams } from "@tanstack/react-router";
import type { Environment } from "../../../protocol/policy.schema.ts";
import type { Settings } from "../../../protocol/settings.schema.ts";
import { Now } from "../card.tsx";
import { PageHead } from "../page-head.tsx";
import { SaveBar } from "../save-bar.tsx";
import classes from "../settings.module.css";
import { usePolicyDraft } from "../use-policy-draft.ts";
import { WithSettings } from "../with-settings.tsx";
import { environmentNow } from "../words/environment-now.ts";
import { CollectionCard } from "./collection-card.tsx";
import type { EnvironmentFormProps } from "./environment-form.ts";
import { KeysCard } from "./keys-card.tsx";
import { OriginsCard } from "./origins-card.tsx";
import { PeopleCard } from "./people-card.tsx";
import { RemoveCard } from "./remove-card.tsx";
import { WholeOff } from "./whole-off.tsx";

const BACK = { to: "/settings/environments", name: "Environments" } as const;

function Editor({ settings, index }: { settings: Settings; index: number }) {
  const draft = usePolicyDraft(settings);
  const saved = settings.policy.environments[index]!;
  const environment = draft.policy.environments[index] ?? saved;
  const form: EnvironmentFormProps = {
    environment,
    policy: draft.policy,
    place: ["environments", index],
    problems: draft.problems,
    change(part: Partial<Environment>) {
      draft.edit((policy) => ({
        ...policy,
        environments: policy.environments.map((item) => (item.id === saved.id ? { ...item, ...part } : item)),
      }));
    },
  };
  const now = environmentNow(saved, settings.policy);
  return (
    <>
      <PageHead title={saved.name} back={BACK} />
      <Now warns={!now.records}>{now.text}</Now>
      <WholeOff policy={settings.policy} />
      <CollectionCard {...form} />
      <OriginsCard {...form} />
      <PeopleCard {...form} />
      <KeysCard environment={saved} />
      <RemoveCard environment={saved} />
      <SaveBar draft={draft} />
    </>
  );
}

export function EnvironmentPage() {
  const { id } = useParams({ from: "/signed-in/settings/environments/$id" });
  return (
    <WithSettings>
      {(settings) => {
        const index = settings.policy.environments.findIndex((environment) => environment.id === id);
        return index < 0 ? (
          <>
            <PageHead title="No such environment" back={BACK} />
            <p className={classes["empty"]}>It may have been removed, or the address is mistyped.</p>
          </>
        ) : (
          <Editor key={id} settings={settings} index={index} />
        );
      }}
    </WithSettings>
  );
}
