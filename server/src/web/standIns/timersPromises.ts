/** Lets messages that wait come in first. Timers of a browser wait 4 ms when they follow each other. */
export function setImmediate(): Promise<void> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(undefined);
	});
}
