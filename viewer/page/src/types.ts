// what the page holds, and what its modules hand each other: types only, nothing of it is in the bundle

import type Graph from "graphology";
import type Sigma from "sigma";
import type { EdgeProgramType, NodeProgramType } from "sigma/rendering";

import type { State } from "./state.js";

export type Kind = "provider" | "topic" | "organization";
export type NodeKind = "story" | "article" | Kind;
export type Relation = "shares" | "part" | "publisher" | "about" | "mentions" | "related";
export type Scheme = "light" | "dark";
export type Shape = "circle" | "square" | "diamond" | "hexagon";
export type View = "map" | "timeline" | "stories";
export type Mode = "cards" | "table" | "articles";
export type Sort = "size" | "latest" | "earliest" | "label" | "providers";
export type Lanes = "size" | "earliest" | "latest";
export type Point = [x: number, y: number];
export type Pair = [first: number, second: number];
export type Minute = number | null; // since 1970

// what kg/exporters/html/payload.py writes

interface Ids {
  prefix: string;
  id: string[];
}

export interface Named extends Ids {
  name: string[];
}

export interface Lists {
  many: number[];
  all: number[];
}

export interface Steps {
  step: number[];
  to: number[];
}

interface Articles extends Ids {
  minute: Minute[];
  provider: number[];
  quality: (number | null)[];
  stub: number[];
  video: number[];
  doubt: number[];
  confidence: number[];
  about: Lists;
  mentions: Lists;
}

interface Stories extends Named {
  title: string[];
  series: number[];
  size: number[];
  cohesion: (number | null)[];
  x: number[];
  y: number[];
  r: number[];
}

interface Providers extends Named {
  domain: string[];
}

interface Topics extends Named {
  broader: (number | null)[];
}

/** The text of #graph. */
export interface Payload {
  prefixes: Record<string, string>;
  articles: Articles;
  related: Steps;
  copies: Steps;
  stories: Stories;
  lines: Steps;
  storylines: Named & Lists;
  providers: Providers;
  topics: Topics;
  organizations: Named;
  authors?: { name: string[] } & Lists;
}

/** The text of #sources. */
export interface Sources {
  paths: string[];
  many: number[];
  back: number[];
}

// what data.js makes of it: things are known by their places

type Counted<Things> = Things & { articles: number[] };

/** The places of things that an article names, or of the stories of a storyline. */
export type Of = (place: number) => number[];

export interface Data {
  raw: Payload;
  many: number;
  minute: Minute[];
  story: Int32Array;
  firstAlone: number;
  provider: number[];
  quality: (number | null)[];
  stub: Set<number>;
  video: Set<number>;
  about: Of;
  mentions: Of;
  related: Pair[];
  lines: Pair[];
  copyOf: Map<number, number>;
  stories: Stories & { many: number; starts: number[] };
  series: Set<number>;
  doubt: Map<number, number>;
  storylines: Named & { of: Of };
  storyline: Int32Array;
  providers: Counted<Providers>;
  topics: Counted<Topics>;
  organizations: Counted<Named>;
  authors: (i: number) => string[];
  broader: (number | null)[];
  of: Record<Kind, Counted<Named>>;
  from: number;
  to: number;
  undated: number;
  text: Record<"title" | "url" | "excerpt", (article: number) => string>;
  sources: (article: number) => string[];
  relatedOf: (articles: number[]) => Pair[];
  // found when first asked for
  belt?: Point[] | null;
  bursts?: Map<number, Burst[]>;
  folded?: Partial<Record<"story" | Kind, string[]>>;
  ranks?: number[];
}

export type Burst = [start: number, end: number, reports: number];

export interface Carrier {
  provider: number;
  first: Minute;
  articles: number;
  copies: number;
}

// what the reader chose: places, and -1 for none

export interface Chosen {
  view: View;
  mode: Mode;
  sort: Sort;
  lanes: Lanes;
  q: string;
  provider: number;
  topic: number;
  organization: number;
  quality: number;
  from: Minute;
  to: Minute;
  story: number;
  article: number;
  thing: string;
  open: number[];
}

export type Changed = Set<string>;

/** What a question in SPARQL is asked of: the state, or one without filters. */
export type Asked = Pick<Chosen & { data: Data }, "data" | "story" | Kind | "quality" | "from" | "to" | "q">;

export interface Suggestion extends Place {
  name: string;
}

/** How a kind is drawn, by day and by night. */
export type Look = Record<Scheme | "name", string> & { shape: Shape; size?: string };

// the map

export interface Place {
  kind: NodeKind;
  place: number;
}

// graphology takes a type, and no interface
export type MapNode = Place & {
  x: number;
  y: number;
  size: number;
  side: number;
  up?: boolean;
  from?: Point;
  story?: number;
  opened?: boolean;
  lone?: boolean;
  key?: string;
  type?: string;
};

export type MapEdge = { kind: Relation; quiet?: boolean };

export type NodePrograms = Record<string, NodeProgramType<MapNode, MapEdge>>;
export type EdgePrograms = Record<string, EdgeProgramType<MapNode, MapEdge>>;

export type MapGraph = Graph<MapNode, MapEdge>;

export type Line = MapEdge & { from: string; to: string };

export interface Unfolded {
  nodes: (MapNode & { key: string })[];
  edges: Line[];
  reach: number;
}

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** A box with its text: where it is anchored, and how. */
export interface Label extends Box {
  anchor: number;
  align: CanvasTextAlign;
}

/** A node on the screen, and what is written beside it. */
export interface Labelled {
  key: string;
  kind: NodeKind;
  text: string;
  x: number;
  y: number;
  radius: number;
  side: number;
  up?: boolean;
  count: string;
  chosen: boolean;
  opened?: boolean;
}

export interface Wrapped {
  text: string[];
  width: number;
}

export interface Tip {
  show(lines: string[], at: { x: number; y: number }): void;
  hide(): void;
}

// elements

type Tags = HTMLElementTagNameMap;
export type Tag = keyof Tags | `${keyof Tags}.${string}`;
export type ElementOf<T extends Tag> = T extends keyof Tags
  ? Tags[T]
  : T extends `${infer Name extends keyof Tags}.${string}`
    ? Tags[Name]
    : never;

type Value = string | number | boolean | null | undefined;
type Names =
  | "autocomplete"
  | "checked"
  | "class"
  | "dir"
  | "hidden"
  | "href"
  | "id"
  | "method"
  | "open"
  | "placeholder"
  | "readOnly"
  | "rel"
  | "role"
  | "rows"
  | "scope"
  | "selected"
  | "spellcheck"
  | "tabindex"
  | "target"
  | "title"
  | "type"
  | "value"
  | `aria-${string}`
  | `data-${string}`;
type Listeners<E> = {
  [Name in keyof HTMLElementEventMap as `on${Name}`]?: (event: HTMLElementEventMap[Name] & { target: E }) => unknown;
};
export type Attributes<E = HTMLElement> = { [Name in Names]?: Value } & Listeners<E>;
type One = Node | string | null | undefined | false;
export type Child = One | One[];

/** A tag of SVG and its attributes. */
export type Drawing = [tag: string, attributes: Record<string, string | number>];

// what views fill in when they are first shown, and what they are given as they are made

declare module "./state.js" {
  interface State extends Chosen {
    data: Data;
    hays?: string[];
    matches: Uint8Array;
    inStory: Int32Array;
    matching: number[];
    total: number;
  }
}

declare module "./map.js" {
  interface MapView {
    state: State;
    data: Data;
    box: HTMLElement;
    hovered: string | null;
    lit: Set<string> | null;
    alone: boolean;
    sigma: Sigma<MapNode, MapEdge>;
    graph: MapGraph;
    box0: Record<"x" | "y", [least: number, most: number]>;
    label: (nodes: Labelled[], size: { width: number; height: number }) => void;
    reach: Map<number, number>;
    ranked: string[];
    frame: number;
    waiting: boolean;
    going: ReturnType<typeof setTimeout>;
  }
}

declare module "./panel.js" {
  interface Panel {
    state: State;
    data: Data;
    box: HTMLElement;
  }
}

declare module "./brush.js" {
  interface Brush {
    state: State;
    data: Data;
    box: HTMLElement;
    from: number;
    to: number;
    wide: number;
    playing: boolean;
    canvas: HTMLCanvasElement;
    ends: HTMLElement[];
    strip: HTMLElement;
    play: HTMLButtonElement;
    words: HTMLOutputElement;
    clear: HTMLButtonElement;
  }
}

declare module "./stories.js" {
  interface StoriesView {
    state: State;
    data: Data;
    box: HTMLElement;
    stale: boolean;
    shown: number;
    items: number[];
    body: HTMLElement;
  }
}

declare module "./timeline.js" {
  interface TimelineView {
    state: State;
    data: Data;
    box: HTMLElement;
    order: number[];
    whole: Pair;
    left: number;
    tall: number;
    frame: number;
    x: (minute: number) => number;
    drawn: [article: number, x: number, y: number, story: number][];
    color: (provider: number) => string;
  }
}
