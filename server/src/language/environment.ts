/** What the server needs of the platform it runs on, injected so that nothing else asks for it. */
export interface Environment {
	/** Environment variables: where the tokens of devices are looked up. */
	readonly variables: Readonly<Record<string, string | undefined>>;
	/** A new folder that only this user can enter, for the sockets of embedded emulators. */
	makePrivateFolder(): Promise<string>;
	/** Removes such a folder with all in it. */
	removeFolder(path: string): Promise<void>;
}
