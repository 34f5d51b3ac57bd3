/** For traffic on several threads alone, which {@link availableParallelism} rules out. */
export class Worker {
	constructor() {
		throw new Error('A browser has no worker threads of Node.');
	}
}
