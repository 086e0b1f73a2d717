// Sends what is queued, one after the other, each until it is answered once.
const PATIENCE = 15_000; // ms, for one answer
const PAUSES = [1, 2, 4, 8, 15, 30].map((seconds) => seconds * 1000);

export class Sender {
  /** heard(scan, answer) for each answer; stuck(why) where somebody has to act: "signed_out" or "gone". */
  constructor({ url, token, queue, heard, stuck, changed }) {
    Object.assign(this, { url, token, queue, heard, stuck, changed, busy: false, failures: 0, timer: 0 });
  }

  /** At once, whatever pause was kept; again while it is busy it does nothing, since all that is queued is sent. */
  async send() {
    clearTimeout(this.timer);
    if (this.busy) return;
    this.busy = true;
    try {
      for (let [scan] = this.queue.all(); scan; [scan] = this.queue.all()) {
        if (!(await this.sendOne(scan))) break;
      }
    } finally {
      this.busy = false;
    }
  }

  /** Whether to go on with the next. */
  async sendOne(scan) {
    let response;
    let answer;
    try {
      response = await this.post(scan);
      if (response.ok || response.status === 422) answer = await response.json();
    } catch {
      return this.later();
    }
    if (answer) {
      this.failures = 0;
      this.queue.remove(scan);
      this.heard(scan, answer);
      return true;
    }
    if (response.type === "opaqueredirect" || response.status === 400) return this.stop("signed_out");
    if (response.status === 404 || response.status === 403) return this.stop("gone");
    return this.later();
  }

  post({ scan, code = "", registration = "", at }) {
    const waited = Math.max(0, Math.round((Date.now() - at) / 1000));
    return fetch(this.url, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": this.token },
      body: new URLSearchParams({ scan, code, registration, waited }),
      redirect: "manual",
      signal: AbortSignal.timeout?.(PATIENCE),
    });
  }

  later() {
    this.timer = setTimeout(() => this.send(), PAUSES[Math.min(this.failures, PAUSES.length - 1)]);
    this.failures += 1;
    this.changed();
    return false;
  }

  stop(why) {
    this.stuck(why);
    return false;
  }
}
