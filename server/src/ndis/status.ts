/** NDIS_STATUS values as unsigned 32-bit numbers (ndis/status.h, ntstatus.h). Success is `=== 0`: NOT_ACCEPTED is positive. */
export const Status = {
	SUCCESS: 0x00000000,
	/** The initial EntryStatus of a move; never a result. */
	PENDING: 0x00000103,
	/** The parameter does not point at the processor on which the move runs. */
	NOT_ACCEPTED: 0x00010003,
	BUFFER_OVERFLOW: 0x80000005,
	BUSY: 0x80000011,
	FAILURE: 0xc0000001,
	INVALID_PARAMETER: 0xc000000d,
	RESOURCES: 0xc000009a,
	NOT_SUPPORTED: 0xc00000bb,
	INVALID_STATE: 0xc0000184,
	ADAPTER_NOT_FOUND: 0xc0010006,
	RESET_IN_PROGRESS: 0xc001000d,
	ADAPTER_NOT_READY: 0xc0010011,
	INVALID_LENGTH: 0xc0010014,
	INVALID_DATA: 0xc0010015,
	BUFFER_TOO_SHORT: 0xc0010016,
	INVALID_OID: 0xc0010017,
	ADAPTER_REMOVED: 0xc0010018,
	FILE_NOT_FOUND: 0xc001001b,
	PAUSED: 0xc023002a,
	UNSUPPORTED_REVISION: 0xc023002c,
	INVALID_PORT: 0xc023002d,
	INVALID_PORT_STATE: 0xc023002e,
	LOW_POWER_STATE: 0xc023002f,
	REINIT_REQUIRED: 0xc0230030,
	NO_QUEUES: 0xc0230031,
} as const;

/** A status by its name without the prefix NDIS_STATUS_. */
export type StatusName = keyof typeof Status;

const names = new Map<number, string>(
	Object.entries(Status).map(([name, value]) => [value, `NDIS_STATUS_${name}`]),
);

/** `NDIS_STATUS_NO_QUEUES`; `0xc0001234` for a number without a name. Signed numbers are taken as their unsigned twin. */
export function statusName(status: number): string {
	const unsigned = status >>> 0;
	return names.get(unsigned) ?? `0x${unsigned.toString(16).padStart(8, '0')}`;
}

/** The number of `NDIS_STATUS_NO_QUEUES` (or `NO_QUEUES`); undefined for an unknown name. */
export function parseStatus(name: string): number | undefined {
	const short = name.replace(/^NDIS_STATUS_/, '');
	return Object.hasOwn(Status, short) ? Status[short as StatusName] : undefined;
}
