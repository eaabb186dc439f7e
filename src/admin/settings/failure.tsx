import { Alert } from "@mantine/core";

/** Why something that was just tried did not work, read out when it appears; nothing without a `text`. */
export function Failure({ text, mb }: { text: string | null; mb?: string }) {
  if (text === null) return null;
  return (
    <Alert color="red" variant="light" role="alert" py="xs" {...(mb !== undefined && { mb })}>
      {text}
    </Alert>
  );
}
