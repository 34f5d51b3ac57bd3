import type { MapNode, Syntax } from '../config/tree.js';
import type { TextEdit } from '../edit/textEdit.js';

/** An edit of an upgrade, and why it is made: a sentence. */
export interface UpgradeEdit extends TextEdit {
	readonly why: string;
}

/** One document of a text, as an upgrade changes it. */
export interface UpgradeDocument {
	readonly text: string;
	readonly syntax: Syntax;
	readonly root: MapNode;
}

/**
 * Brings a document from the version before to the next. A new version of the format is a file beside this and a line in
 * `steps`; what came before stays as it was.
 */
export interface UpgradeStep {
	/** The version that it brings to; it takes what is of the one before. */
	readonly to: number;
	/** Edits that do not overlap; comments and layout stay. The document then says that it is of the new version. */
	edits(document: UpgradeDocument): readonly UpgradeEdit[];
}
