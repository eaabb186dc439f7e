import { uuidv7 } from "../protocol/ids.ts";
import type { InitOptions, Playhead } from "./api.ts";
import { ask } from "./ask.ts";
import { guard } from "./guard.ts";
import type { Recorder, RecorderChunk } from "./handover.ts";
import { createIdentity, type Identity } from "./identity.ts";
import { clockNow, console } from "./natives.ts";
import type { Session } from "./session.ts";

/** Calls kept until there is a decision. A page that makes more before that has a loop in it. */
const KEPT_CALLS = 1_000;

/**
 * The object behind `window.playhead` and the npm module: decides when to ask, keeps calls until there is an answer, and hands
 * them on. `defaultHost` is any address on the server. `load` fetches the recorder, given its address, and is called only after the server has said yes.
 */
export function createClient(
  load: (address: string) => Promise<RecorderChunk>,
  defaultHost?: string | undefined,
): Playhead {
  /** Set by `init`. */
  let site: { host: string; key: string; identity: Identity; warn(message: string): void } | undefined;
  let user: unknown;
  let recorder: Recorder | undefined;
  /** Counts starts and stops: an answer that belongs to an earlier one is not acted on. */
  let turn = 0;
  /** Calls made while nothing is decided; `undefined` once it is. */
  let kept: ((recorder: Recorder | undefined) => void)[] | undefined = [];
  let asking = false;
  let why: string;
  let warned = false;

  const warn = (message: string) => {
    if (!warned) console.warn("playhead: " + message);
    warned = true;
  };

  const withRecorder = (call: (recorder: Recorder | undefined) => void) => {
    if (!kept) call(recorder);
    else if (kept.length < KEPT_CALLS) kept.push(call);
    else warn("too many calls");
  };

  const decide = (next: Recorder | undefined, reason: string) => {
    const calls = kept || [];
    recorder = next;
    why = reason;
    asking = false;
    kept = undefined;
    for (const call of calls) guard(call)(next);
  };

  const begin = async (manual?: true) => {
    if (asking || recorder) return;
    asking = true;
    kept ||= [];
    const mine = ++turn;
    const cancelled = () => mine !== turn;
    let reason = "no recorder";
    let next: Recorder | undefined;
    const askFor = async (page: string, session?: Session) => {
      const answer = await ask({ ...site!, page, user, manual, session, cancelled });
      if (typeof answer != "string") return answer;
      reason = answer;
      return undefined;
    };
    try {
      const page = uuidv7(clockNow());
      const admitted = await askFor(page);
      const chunk = admitted && (await load(site!.host + admitted.admission.recorder));
      if (chunk && !cancelled())
        next = chunk.record({
          ...site!,
          page,
          admitted,
          ask: askFor,
          ended(ending) {
            if (!cancelled()) decide((next = undefined), (reason = ending));
          },
        });
    } catch {
      // The chunk was blocked, or is not there any more.
    }
    if (!cancelled()) decide(next, reason);
  };

  const api: Playhead = {
    init: guard((options?: InitOptions) => {
      if (site) return;
      const { key: given, host: origin = defaultHost, manual } = options || ({} as Partial<InitOptions>);
      // oxlint-disable-next-line unicorn/prefer-string-starts-ends-with -- a site may give anything; `test` takes it
      if (!/^ph_/.test(given!) || !/^http/.test(origin!)) return warn("init() needs a key and a host");
      site = { host: new URL(origin!).origin, key: given!, identity: createIdentity(given!), warn };
      if (manual) return;
      // A page that is only prerendered has no visitor yet.
      if ((document as { prerendering?: boolean }).prerendering)
        document.addEventListener("prerenderingchange", () => begin(), { once: true });
      else void begin();
    }),
    start: guard(() => {
      if (site) void begin(true);
    }),
    stop: guard(() => {
      turn++;
      recorder?.stop();
      decide(undefined, "stopped");
    }),
    flush: () =>
      new Promise((resolve, reject) =>
        withRecorder((running) =>
          running ? running.flush().then(resolve, reject) : reject(Error("playhead: not recording: " + why)),
        ),
      ),
    identify: guard((...call) => {
      user = call[0];
      withRecorder((running) => running?.identify(...call));
    }),
    track: guard((...call) => withRecorder((running) => running?.track(...call))),
    sessionId: () => recorder?.sessionId() ?? null,
    sessionUrl: () => recorder?.sessionUrl() ?? null,
    now: () => recorder?.now() ?? clockNow(),
  };
  return api;
}
