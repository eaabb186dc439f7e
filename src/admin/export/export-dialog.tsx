import { Button, Group, Modal, PasswordInput, Radio, Stack, Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { ExportFormat } from "../../protocol/export.schema.ts";
import { EXPORTS } from "../../protocol/limits.ts";
import { Failure } from "../settings/failure.tsx";
import { saveExport } from "./save-export.ts";

const FORMATS: readonly { format: ExportFormat; label: string; hint: string }[] = [
  {
    format: "html",
    label: "Page that plays by itself",
    hint: "One HTML file with everything in it. Needs no network.",
  },
  { format: "ndjson", label: "Events", hint: "One event a line, as JSON." },
  { format: "playwright", label: "Playwright test", hint: "Does again what the visitor did." },
];

const MIB = 1024 * 1024;

type Progress = { bytes: number } | null;

function progressText({ bytes }: { bytes: number }): string {
  return bytes === 0 ? "Preparing" : `${(bytes / MIB).toFixed(1)} MB so far`;
}

/** Takes sessions out, in the form that is chosen. */
export function ExportDialog({
  sessions,
  opened,
  close,
}: {
  sessions: readonly string[];
  opened: boolean;
  close: () => void;
}) {
  const [format, setFormat] = useState<ExportFormat>("html");
  const [password, setPassword] = useState("");
  const [progress, setProgress] = useState<Progress>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const stopping = useRef<AbortController | null>(null);
  useEffect(() => () => stopping.current?.abort(), []);

  const locked = format === "html" && password !== "";
  const tooShort = locked && password.length < EXPORTS.passwordMin;
  const tooMany = sessions.length > EXPORTS.sessions;

  async function start(): Promise<void> {
    const controller = new AbortController();
    stopping.current = controller;
    setProblem(null);
    setProgress({ bytes: 0 });
    try {
      const request = { sessions: [...sessions], format, ...(locked && { password }) };
      await saveExport(request, (bytes) => setProgress({ bytes }), controller.signal);
      leave();
    } catch (error) {
      if (!controller.signal.aborted) setProblem(error instanceof Error ? error.message : String(error));
    }
    setProgress(null);
  }

  function leave(): void {
    stopping.current?.abort();
    setPassword("");
    setProblem(null);
    close();
  }

  const title = sessions.length === 1 ? "Export this session" : `Export ${sessions.length} sessions`;
  return (
    <Modal opened={opened} onClose={leave} title={title} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <Stack gap="md">
          <Radio.Group
            value={format}
            onChange={(value) => setFormat(value as ExportFormat)}
            aria-label="What to make of it"
          >
            <Stack gap="sm">
              {FORMATS.map(({ format: value, label, hint }) => (
                <Radio key={value} value={value} label={label} description={hint} disabled={progress !== null} />
              ))}
            </Stack>
          </Radio.Group>
          {format === "html" && (
            <PasswordInput
              label="Password (optional)"
              description="Nobody plays the file without it. It is kept nowhere: if it is lost, so is the file."
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              error={tooShort ? `At least ${EXPORTS.passwordMin} characters` : null}
              autoComplete="new-password"
              disabled={progress !== null}
            />
          )}
          <Text fz="xs" className="faint">
            That it was exported is in the activity log.
          </Text>
          <Failure text={tooMany ? `${EXPORTS.sessions} sessions can be exported at once.` : problem} />
          <Group justify="end" gap="xs">
            {progress && (
              <Text fz="sm" className="faint number" role="status" mr="auto">
                {progressText(progress)}
              </Text>
            )}
            <Button variant="default" onClick={leave}>
              Cancel
            </Button>
            <Button type="submit" loading={progress !== null} disabled={tooShort || tooMany}>
              Export
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
