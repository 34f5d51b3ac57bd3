/** One rule of the miniport: what it refuses, with which status, and the page that says so. */
export interface MiniportRule {
	/** What is refused, as a sentence. */
	readonly refuses: string;
	readonly status: number;
	/** Where the rule stands: a page of windows-driver-docs (DOC), of its DDI reference (DDI), the header, or a policy. */
	readonly source: string;
}
