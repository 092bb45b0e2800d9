// Where rows lie in a body that may have to be lower than all of them together.
import { rowHeight } from './cells.js';

/** Firefox draws no element higher than about 17.8 million pixels, Chromium none above 33.5 million. */
export const tallest = 10_000_000;

/** Distances are in pixels of the whole result, as if every row had its own place; only this class knows how the scroll bar stands for them. */
export class Track {
  constructor(host, rows) {
    this.host = host;
    this.whole = rows * rowHeight;
    this.height = Math.min(this.whole, tallest);
  }

  /** Of the view, without the headings that stand over it. */
  get room() { return this.host.clientHeight - rowHeight; }

  /** Pixels of the result to one of the scroll bar; 1 unless the result is higher than the body. */
  get scale() { return this.whole > this.height ? (this.whole - this.room) / (this.height - this.room) : 1; }

  get position() { return this.host.scrollTop * this.scale; }

  set position(y) { this.host.scrollTop = y / this.scale; }

  /** The row at the upper edge of the view. */
  get first() { return Math.floor(this.position / rowHeight); }

  /** Added to a row's own place it gives where the row is drawn in the body. */
  get shift() { return this.host.scrollTop - this.position; }

  intoView(index) {
    const y = index * rowHeight;
    if (y < this.position) this.position = y;
    else if (y + rowHeight > this.position + this.room) this.position = y + rowHeight - this.room;
  }
}
