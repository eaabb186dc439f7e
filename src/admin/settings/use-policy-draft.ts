import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Policy } from "../../protocol/policy.schema.ts";
import type { Settings } from "../../protocol/settings.schema.ts";
import { ApiError, api } from "../api.ts";
import { isChanged, rebase, type DraftState } from "./draft-state.ts";
import { fieldProblem, type FieldProblem } from "./field-problem.ts";
import { policyProblems } from "./policy-problems.ts";
import { isSelector } from "./privacy/selector.ts";
import { freshSettings, keepSettings, refreshSettings } from "./use-settings.ts";
import { policyDiff } from "./words/policy-diff.ts";

const CONFLICT = 409;
const BAD_REQUEST = 400;
const SERVER_ERROR = 500;

/** What a page does with the policy it edits. */
export interface PolicyDraft {
  policy: Policy;
  changed: boolean;
  /** What saving would change, in words. */
  changes: string[];
  saving: boolean;
  /** What is wrong with single values: found here before sending, or told by the server. */
  problems: readonly FieldProblem[];
  /** Why saving did not work, when it is not about a value. */
  fault: string | null;
  /** Somebody else has saved other settings meanwhile. */
  conflict: boolean;
  edit(change: (policy: Policy) => Policy): void;
  discard(): void;
  save(): void;
  /** Drops the draft for what is on the server. */
  reload(): void;
}

/**
 * One draft of the policy, started from `settings`. It follows newer settings as long as nothing is lost by it. `onSaved` is
 * called after it was saved.
 */
export function usePolicyDraft(settings: Settings, onSaved?: () => void): PolicyDraft {
  const [state, setState] = useState<DraftState>({ base: settings, policy: settings.policy });
  const [seen, setSeen] = useState(settings);
  const [found, setFound] = useState<readonly FieldProblem[]>([]);
  if (seen !== settings) {
    setSeen(settings);
    setState(rebase(state, settings));
  }

  function start(from: Settings): void {
    setState({ base: from, policy: from.policy });
    setFound([]);
    keepSettings(from);
  }

  const saving = useMutation({
    mutationFn: (draft: DraftState) => api.saveSettings({ version: draft.base.version, policy: draft.policy }),
    onSuccess(saved) {
      start(saved);
      // At the top: at the bottom it would lie over the Save button.
      notifications.show({
        message: "Saved. It is in force within seconds.",
        color: "teal",
        position: "top-right",
      });
      onSaved?.();
    },
    onError(error) {
      // No answer, or one that leaves open whether it was done: what is in force now tells.
      const { status } = error as Partial<ApiError>;
      if (!status || status >= SERVER_ERROR) void refreshSettings();
    },
  });
  const loading = useMutation({ mutationFn: freshSettings, onSuccess: start });

  const error = saving.error ?? loading.error;
  const status = error instanceof ApiError ? error.status : 0;
  const refused = error && status === BAD_REQUEST ? fieldProblem(error.message) : null;
  const changed = isChanged(state);

  function edit(change: (policy: Policy) => Policy): void {
    setState((current) => ({ ...current, policy: change(current.policy) }));
    setFound([]);
    saving.reset();
    loading.reset();
  }

  return {
    policy: state.policy,
    changed,
    changes: changed ? policyDiff(state.base.policy, state.policy) : [],
    saving: saving.isPending || loading.isPending,
    problems: refused ? [refused] : found,
    fault: error && status !== CONFLICT && !refused ? error.message : null,
    conflict: status === CONFLICT && saving.error !== null,
    edit,
    discard: () => edit(() => state.base.policy),
    save() {
      const problems = policyProblems(state.policy, isSelector);
      setFound(problems);
      if (problems.length === 0) saving.mutate(state);
    },
    reload() {
      saving.reset();
      loading.mutate();
    },
  };
}
