/** What is used of the WebAssembly JavaScript interface: its types come with browsers' only, and it may be missing. */
export interface WebAssemblyApi {
	validate(bytes: Uint8Array): boolean;
	Module: new (bytes: Uint8Array) => object;
	Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> };
}

/** What may have a WebAssembly: this runtime, or one that a test makes up. */
export interface Runtime {
	readonly WebAssembly?: WebAssemblyApi;
}
