import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Policy } from "../../../protocol/policy.schema.ts";
import { Warning } from "../card.tsx";

/** Says that nothing here has an effect while the tenant's switch is off. */
export function WholeOff({ policy }: { policy: Policy }) {
  return policy.recording ? null : (
    <div style={{ marginBottom: 14 }}>
      <Warning>
        <span>
          Recording as a whole is off, so nothing is collected in any environment. Switch it on under{" "}
          <Anchor component={Link} to="/settings/consent" inherit>
            Consent
          </Anchor>
          .
        </span>
      </Warning>
    </div>
  );
}
