import { uuidv7 } from "../protocol/ids.ts";
import { LIMITS, RECORDER } from "../protocol/limits.ts";
import type { Consent, InitOptions, Playhead } from "./api.ts";
import { attempt } from "./attempt.ts";
import { quietly as guard } from "./quietly.ts";
import type { Facts, Handover, Recorder, RecorderChunk, Who } from "./handover.ts";
import { createIdentity, type Identity } from "./identity.ts";
import { clockNow } from "./natives.ts";
import type { Session } from "./session.ts";
import { CONSENT_PATH, type ConsentChunk, type ConsentSite } from "./consent-site.ts";

/** Set at build time: where the recorder is when no answer says it. */
declare const PLAYHEAD_RECORDER: string | undefined;

/** Not in TypeScript's library yet. */
type Prerendering = Document & { prerendering?: boolean; onprerenderingchange?: () => void };

interface Site extends ConsentSite, Identity, Pick<Handover, "roots"> {
  warn(message: string): void;
}

/**
 * The object behind `window.playhead` and the npm module: decides when to ask, keeps calls until there is an answer, and hands
 * them on. `defaultHost` is any address on the server. `load` fetches a chunk, given its address, and is called only after the
 * server has said that it is needed.
 */
export function createClient(load: (address: string) => Promise<unknown>, defaultHost?: string | undefined): Playhead {
  /** Set by `init`. */
  let site: Site | undefined;
  /** The last `identify` call. */
  let who: Who = {};
  let recorder: Recorder | undefined;
  /** Counts starts and stops: an answer that belongs to an earlier one is not acted on. */
  let turn = 0;
  /** Calls made while nothing is decided; `undefined` once it is. */
  let kept: ((recorder: Recorder | undefined) => void)[] | undefined = [];
  let asking: boolean | undefined;
  /** The site wants this document recorded: consent that is given later may begin. */
  let wanted: boolean | undefined;
  let why: string | undefined;
  let warned: boolean | undefined;
  const proto = Element.prototype;
  const attach = proto.attachShadow;
  const roots = new WeakMap<Element, ShadowRoot>();

  const warn = (message: string) => {
    if (!warned) console.warn("playhead: " + message);
    warned = true;
  };

  const withRecorder = (call: (recorder: Recorder | undefined) => void) => {
    if (!kept) call(recorder);
    else if (kept.length < RECORDER.keptCalls) kept.push(call);
    else warn("calls lost");
  };

  const decide = (result: Recorder | string | undefined) => {
    const calls = kept || [];
    recorder = (result as Recorder | undefined)?.stop ? (result as Recorder) : void (why = result as string);
    asking = kept = undefined;
    for (const call of calls) guard(call)(recorder);
  };

  const begin = async (facts?: Facts) => {
    if (asking || recorder) return facts && withRecorder((running) => running?.start());
    asking = wanted = true;
    kept ||= [];
    const mine = ++turn;
    const cancelled = () => mine !== turn;
    const { host, session: present, renew } = site!;
    const attemptFor = (page: string, told: Facts, session?: Session) =>
      attempt(site!, page, told, session || present() || renew(clockNow()));
    let result: Recorder | string | undefined = "failed";
    try {
      const page = uuidv7(clockNow());
      facts = { ...who, ...facts };
      const first = await attemptFor(page, facts);
      const { recorder: path, capture, reason, error } = first.answer;
      if (
        !path &&
        (first.response?.status as number) < RECORDER.repeatableStatus &&
        reason !== "session_expired" &&
        !/playhead-debug/.test(location.href)
      ) {
        result = reason || error?.message;
        if (error) warn(result!);
      } else {
        // Both at once; the recorder asks for it again when it is there itself, and hears then what went wrong.
        if (capture) load(host + capture).catch(() => {});
        const chunk = (await load(host + (path || PLAYHEAD_RECORDER))) as RecorderChunk;
        result = await chunk.record({
          ...site!,
          page,
          first,
          facts,
          load,
          attempt: attemptFor,
          cancelled,
          found: (user) => (who = { user }),
          ended: (ending) => cancelled() || decide(ending),
        });
      }
    } catch {
      // The chunk was blocked, or is not there any more.
    }
    if (!cancelled()) decide(result);
  };

  const stop = (reason: string) => {
    turn++;
    recorder?.abort(reason);
    decide(reason);
  };

  const restart = () => {
    if (recorder) recorder.again();
    else if (wanted) void begin();
  };

  const withConsent = async (call: (chunk: ConsentChunk) => unknown) =>
    call((await load(site!.host + CONSENT_PATH)) as ConsentChunk);
  const consent = {} as Consent;
  for (const name of ["get", "set", "subscribe", "erase"] as const)
    consent[name] = (...args: unknown[]): Promise<any> =>
      withConsent((chunk) => (chunk.openConsent(site!) as any)[name](...args));

  const api: Playhead = {
    init: guard(({ key: given, host: origin = defaultHost, manual }: Partial<InitOptions> = {}) => {
      if (site) return;
      // A site may give anything.
      if (!/^ph_.* http/.test(`${given} ${origin}`)) return warn("init() needs key and host");
      site = {
        host: new URL(origin!).origin,
        key: given!,
        ...createIdentity(given!),
        warn,
        user: () => who,
        roots,
        restart,
        stop,
      };
      // Components are made long before an answer is here, and no getter leads to a closed root.
      roots.set(
        (proto.attachShadow = function (init: any) {
          init = attach.call(this, init);
          roots.set(this, init);
          return init;
        }) as any,
        // Whoever stops gives it back, see `Handover`.
        attach as any,
      );
      if (!manual) {
        // A page that is only prerendered has no visitor yet.
        if ((document as Prerendering).prerendering) (document as Prerendering).onprerenderingchange = () => begin();
        else void begin();
      }
      customElements.define(
        "playhead-consent",
        class extends HTMLElement {
          connectedCallback() {
            withConsent((chunk) => chunk.mount(this, site!)).catch(() => {});
          }
        },
      );
      // oxlint-disable-next-line unicorn/prefer-add-event-listener -- nobody else has this channel, and it is shorter
      new BroadcastChannel(site.storagePrefix + "consent").onmessage = ({ data }) =>
        data.allowed ? restart() : stop("consent");
    }),
    start: guard(() => {
      if (site) void begin({ manual: true });
    }),
    stop: guard(() => {
      wanted = false;
      turn++;
      recorder?.stop();
      decide("stopped");
    }),
    flush: () =>
      new Promise((resolve, reject) =>
        withRecorder((running) => (running ? resolve(running.flush()) : reject(Error("not recording: " + why)))),
      ),
    identify: guard((user, traits, signature) => {
      // The recorder says in words what is wrong with another.
      if (typeof user == "string" && user && user.length <= LIMITS.userIdChars) who = { user, signature };
      withRecorder((running) => running?.identify(user, traits, signature));
    }),
    track: guard((...call) => withRecorder((running) => running?.track(...call))),
    sessionId: () => recorder?.sessionId() ?? null,
    sessionUrl: () => recorder?.sessionUrl() ?? null,
    now: () => recorder?.now() ?? clockNow(),
    consent,
  };
  return api;
}
