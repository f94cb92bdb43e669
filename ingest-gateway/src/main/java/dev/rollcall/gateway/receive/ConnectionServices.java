package dev.rollcall.gateway.receive;

import dev.rollcall.gateway.metrics.IngestMetrics;

/** What all connections share. */
record ConnectionServices(
        Reception reception,
        IngestMetrics metrics,
        OpenConnections connections,
        BodyMemory memory,
        AnswerWriter writer,
        ReceiveSettings.Deadlines deadlines) {}
