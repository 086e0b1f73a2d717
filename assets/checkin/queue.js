// Scans that the server has not answered yet, in the order of time. They stay in the browser, so a reload keeps them.
// An entry holds no more of anybody than a badge shows: the code, or the name by which they were found.

export class Queue {
  /** One event's: phones serve several doors in turn. */
  constructor(event) {
    this.key = `forumhub-check-in-${event}`;
    this.memory = "[]";
    this.kept = true; // whether the browser keeps them
  }

  /** Read anew each time: another tab may have sent some. */
  all() {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "[]");
    } catch {
      this.kept = false;
      return JSON.parse(this.memory);
    }
  }

  add(scan) {
    this.write([...this.all(), scan]);
  }

  remove(scan) {
    this.write(this.all().filter((each) => each.scan !== scan.scan));
  }

  write(scans) {
    this.memory = JSON.stringify(scans);
    try {
      if (scans.length) localStorage.setItem(this.key, this.memory);
      else localStorage.removeItem(this.key);
    } catch {
      this.kept = false;
    }
  }
}
