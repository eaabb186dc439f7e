import { Radio, Stack, Switch, TextInput } from "@mantine/core";
import { IDENTITY_SOURCES, type IdentitySettings } from "../../../protocol/policy.schema.ts";
import type { Settings } from "../../../protocol/settings.schema.ts";
import { Card, Now, Warning } from "../card.tsx";
import { textAt } from "../field-problem.ts";
import { PageHead } from "../page-head.tsx";
import { SaveBar } from "../save-bar.tsx";
import { Snippet } from "../snippet.tsx";
import { usePolicyDraft } from "../use-policy-draft.ts";
import { WithSettings } from "../with-settings.tsx";
import { identityNow, identityWarning, SOURCE_WORDS } from "../words/identity-words.ts";
import { IDENTIFY_SIGNED, IDENTIFY_UNSIGNED, SIGN_IN_NODE } from "./identity-snippets.ts";
import { SecretCard } from "./secret-card.tsx";

function Editor({ settings }: { settings: Settings }) {
  const draft = usePolicyDraft(settings);
  const { identity } = draft.policy;
  const { field } = SOURCE_WORDS[identity.source];
  const warning = identityWarning(identity);
  const change = (part: Partial<IdentitySettings>) =>
    draft.edit((policy) => ({ ...policy, identity: { ...policy.identity, ...part } }));
  return (
    <>
      <Now>{identityNow(settings.policy.identity)}</Now>
      <Card
        title="Where the user id comes from"
        hint="The id is kept with the session, and joins what the same visitor did before signing in. playhead.identify() works with every source but the last."
      >
        <Stack gap="lg">
          <Radio.Group
            aria-label="Where the user id comes from"
            value={identity.source}
            // A name of one kind of source means nothing to another.
            onChange={(source) =>
              change({
                source: source as IdentitySettings["source"],
                name: source === settings.policy.identity.source ? settings.policy.identity.name : "",
              })
            }
            error={textAt(draft.problems, "identity", "source")}
          >
            <Stack gap={10}>
              {IDENTITY_SOURCES.map((source) => (
                <Radio
                  key={source}
                  value={source}
                  label={SOURCE_WORDS[source].name}
                  description={SOURCE_WORDS[source].hint}
                />
              ))}
            </Stack>
          </Radio.Group>
          {field && (
            <TextInput
              label={field.label}
              description={`For example ${field.example}: ${field.means}.`}
              placeholder={field.example}
              maw={420}
              maxLength={256}
              spellCheck={false}
              value={identity.name}
              onChange={({ currentTarget }) => change({ name: currentTarget.value })}
              error={textAt(draft.problems, "identity", "name")}
            />
          )}
        </Stack>
      </Card>
      <Card
        title="Signatures"
        hint="A page can say any id, so anybody can pretend to be somebody else. Your server can sign the id of who is signed in; nobody else can."
      >
        <Switch
          label="Only signed ids count"
          description="An id without a valid signature is ignored: the visit goes on as an anonymous one."
          checked={identity.signed}
          onChange={({ currentTarget }) => change({ signed: currentTarget.checked })}
        />
        {warning && <Warning>{warning}</Warning>}
      </Card>
      <SecretCard secretVersion={settings.policy.identity.secretVersion} signed={settings.policy.identity.signed} />
      <Card title="On your site">
        {identity.signed && (
          <Snippet title="On your server (Node): the signature of the id" code={SIGN_IN_NODE} what="lines" />
        )}
        <Snippet
          title="In your page, after somebody has signed in"
          code={identity.signed ? IDENTIFY_SIGNED : IDENTIFY_UNSIGNED}
          what="lines"
        />
      </Card>
      <SaveBar draft={draft} />
    </>
  );
}

export function IdentityPage() {
  return (
    <>
      <PageHead title="Identity">
        How Playhead learns who a signed-in visitor is. Without it sessions are those of anonymous visitors.
      </PageHead>
      <WithSettings>{(settings) => <Editor settings={settings} />}</WithSettings>
    </>
  );
}
