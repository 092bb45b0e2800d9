// The rows that the browser holds: pages of a result that stays on the server, the oldest forgotten first.

const pageSize = 100;
const pagesKept = 20;

export class Rows {
  /** `dotnet` answers ReadPage(offset, count, sortColumn, descending) with rows, or null when they are no longer kept. */
  constructor(dotnet, count) {
    this.dotnet = dotnet;
    this.count = count;
    this.sort = null;
    this.pages = new Map();
    this.pending = new Map();
    this.generation = 0;
  }

  row(index) { return this.pages.get(Math.floor(index / pageSize))?.[index % pageSize]; }

  get first() { return this.pages.get(0) ?? []; }

  /** Resolves when the page that holds a row is here, or will not come: whoever asks waits for the one request. */
  async fetch(index) {
    const page = Math.floor(index / pageSize);
    if (this.pages.has(page) || page * pageSize >= this.count) return;
    if (!this.pending.has(page)) this.pending.set(page, this.request(page, this.generation));
    await this.pending.get(page);
  }

  async request(page, generation) {
    try {
      const rows = await this.dotnet.invokeMethodAsync('ReadPage', page * pageSize, pageSize, this.sort?.column ?? -1, this.sort?.descending ?? false);
      if (generation !== this.generation || rows === null) return;
      this.pages.set(page, rows);
      if (this.pages.size > pagesKept) this.pages.delete(this.pages.keys().next().value);
    } catch {
      // The server says on the page why it could not read them, and a lost connection says so itself.
    } finally {
      if (generation === this.generation) this.pending.delete(page);
    }
  }

  /** Forgets what it holds: from now on rows come in another order. */
  reorder(sort) {
    this.sort = sort;
    this.generation++;
    this.pages.clear();
    this.pending.clear();
  }
}
