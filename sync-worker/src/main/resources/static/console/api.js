// The worker's API. A token, where one is asked for, is kept until the tab is closed.

const KEY = "rollcall-token";

/** An answer that is no 2xx. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export const setToken = (token) => sessionStorage.setItem(KEY, token);
export const forgetToken = () => sessionStorage.removeItem(KEY);

function headers() {
  const token = sessionStorage.getItem(KEY);
  return token ? { Authorization: `Bearer ${token}` } : {};
}

async function answer(response) {
  let body = null;
  try {
    body = await response.json();
  } catch {
    body = null;
  }
  if (response.ok && body !== null) return body;
  if (response.status === 401) document.dispatchEvent(new Event("token-wanted"));
  throw new Refusal(response.status, body?.error ?? `the worker answered ${response.status}`);
}

async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    throw new Refusal(0, "The worker does not answer.");
  }
}

export async function get(path) {
  return answer(await reach(path, { headers: headers() }));
}

export async function post(path, order) {
  const body = JSON.stringify(order);
  return answer(await reach(path, { method: "POST", headers: { ...headers(), "Content-Type": "application/json" }, body }));
}

/**
 * Reads the stream of pulses until it ends. EventSource cannot send a token, so it is read by hand: events are separated
 * by an empty line, and each has a line of its name and one of its data.
 */
export async function stream(onEvent) {
  const response = await reach("ops/stream", { headers: { ...headers(), Accept: "text/event-stream" } });
  if (!response.ok || !response.body) return answer(response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return null;
    const events = (rest + value).split("\n\n");
    rest = events.pop();
    for (const event of events) {
      const name = /^event:(.*)$/m.exec(event)?.[1].trim();
      const data = /^data:(.*)$/m.exec(event)?.[1];
      if (name && data) onEvent(name, JSON.parse(data));
    }
  }
}
