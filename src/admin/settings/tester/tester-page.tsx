import { Alert } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Policy } from "../../../protocol/policy.schema.ts";
import { ApiError, api } from "../../api.ts";
import { queryClient } from "../../query-client.ts";
import { fieldProblem, type FieldProblem } from "../field-problem.ts";
import { PageHead } from "../page-head.tsx";
import classes from "../settings.module.css";
import { WithSettings } from "../with-settings.tsx";
import { ProbeFields } from "./probe-fields.tsx";
import { blankProbe, probeOf, type ProbeForm } from "./probe.ts";
import { VerdictCard } from "./verdict-card.tsx";

const BAD_REQUEST = 400;
/** What was filled in is kept while somebody goes to change a rule and comes back. */
const KEPT = ["settings-probe"];

function urlProblem(url: string): FieldProblem[] {
  return URL.canParse(url.trim())
    ? []
    : [{ path: ["url"], text: "The page's full address, like https://shop.example.com/cart" }];
}

function Tester({ policy }: { policy: Policy }) {
  const [form, setForm] = useState(
    () =>
      queryClient.getQueryData<ProbeForm>(KEPT) ?? blankProbe(policy.environments[0]?.id ?? "", navigator.userAgent),
  );
  const [found, setFound] = useState<FieldProblem[]>([]);
  const test = useMutation({ mutationFn: api.testVisit });
  const refused =
    test.error instanceof ApiError && test.error.status === BAD_REQUEST ? fieldProblem(test.error.message) : null;
  const atField = refused !== null && refused.path.length > 0;

  function run(): void {
    const problems = urlProblem(form.url);
    setFound(problems);
    if (problems.length === 0) test.mutate(probeOf(form));
    else test.reset();
  }

  return (
    <div className={classes["tester"]}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
        noValidate
      >
        <ProbeFields
          form={form}
          policy={policy}
          problems={atField ? [refused] : found}
          busy={test.isPending}
          change={(part) => {
            const next = { ...form, ...part };
            setForm(next);
            queryClient.setQueryData(KEPT, next);
          }}
        />
      </form>
      <div aria-live="polite" className={classes["verdict"]}>
        {test.isError && !atField && (
          <Alert color="red" variant="light" role="alert" title="The test did not work">
            {test.error.message}
          </Alert>
        )}
        {test.data ? (
          <VerdictCard verdict={test.data} />
        ) : (
          !test.isError && (
            <p className={classes["empty"]}>
              The verdict comes here: what would be collected, which rule decided, and which rules were passed before.
            </p>
          )
        )}
      </div>
    </div>
  );
}

export function TesterPage() {
  return (
    <>
      <PageHead title="Decision tester">
        Describe a visit and see whether it would be recorded with the settings that are saved now, and why. Nothing is
        recorded or counted by a test.
      </PageHead>
      <WithSettings>
        {({ policy }) =>
          policy.environments.length > 0 ? (
            <Tester policy={policy} />
          ) : (
            <p className={classes["empty"]}>There is no environment to test. Add one under Environments.</p>
          )
        }
      </WithSettings>
    </>
  );
}
