/** What the operator console shows of the flow, second by second: this worker, the gateways, the group's partitions. */
@NullMarked
package dev.rollcall.worker.operate.console;

import org.jspecify.annotations.NullMarked;
