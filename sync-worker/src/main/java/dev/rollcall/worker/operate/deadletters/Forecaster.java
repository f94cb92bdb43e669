package dev.rollcall.worker.operate.deadletters;

import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.worker.copy.batch.Decoded;
import dev.rollcall.worker.copy.batch.SourceRecord;
import dev.rollcall.worker.copy.decode.RecordDecoder;
import dev.rollcall.worker.copy.instance.InstanceBinding;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Says what a replay would do, by the rules that the worker applies, and without writing anything. */
final class Forecaster {

    private static final Set<String> NOT_OURS_TO_SAY =
            Set.of(FailureCode.REFUSED_BY_DATABASE.label(), FailureCode.CHANGE_TOO_LARGE.label());

    private final RecordDecoder decoder;

    Forecaster(InstantSource clock) {
        decoder = new RecordDecoder(Set.of(), clock);
    }

    Decoded decode(SourceRecord record) {
        return decoder.decode(record);
    }

    Forecast forecast(JdbcClient database, DeadLetter letter, Decoded decoded, @Nullable PresentRow row) {
        Forecast forecast = switch (decoded) {
            case Decoded.Rejected rejected -> new Forecast.DiesAgain(rejected.code(), rejected.reason());
            case Decoded.Ignored ignored -> new Forecast.NoEffect("events of this type have none");
            case Decoded.OfEntity event -> ofEntity(database, event, row);
        };
        return forecast instanceof Forecast.Applies && NOT_OURS_TO_SAY.contains(letter.code())
                ? new Forecast.Unforeseen("it can be read, and is new, but was refused before (" + letter.reason()
                        + "), and will be again unless what refused it has changed")
                : forecast;
    }

    private static Forecast ofEntity(JdbcClient database, Decoded.OfEntity event, @Nullable PresentRow row) {
        String bound = InstanceBinding.of(database);
        FailureCode refusal = InstanceBinding.refusal(event, bound);
        if (refusal == FailureCode.WRONG_INSTANCE) {
            return new Forecast.DiesAgain(
                    refusal, "the event is of %s, this database is a copy of %s".formatted(event.instanceId(), bound));
        }
        if (refusal != null) {
            return new Forecast.DiesAgain(
                    refusal,
                    event.instanceId() == null
                            ? "the event names no Clerk instance, and its time does not fit its delivery"
                            : "this database is bound to no Clerk instance yet, and the event cannot bind it");
        }
        if (row != null && row.ended()) {
            return new Forecast.NoEffect("the object was deleted, and what ended takes no state any more");
        }
        return switch (event) {
            case Decoded.End end ->
                new Forecast.Applies(row == null ? "it writes the object as deleted" : "it ends the row");
            case Decoded.State state -> ofState(database, state, row);
        };
    }

    private static Forecast ofState(JdbcClient database, Decoded.State state, @Nullable PresentRow row) {
        if (row != null && row.version().equals(state.version())) {
            return new Forecast.NoEffect("the same message has been applied");
        }
        if (row != null && row.version().isNewerThan(state.version())) {
            return new Forecast.NoEffect("the row has a newer version");
        }
        String endedOwner = PresentRow.endedOwner(database, state);
        if (endedOwner != null) {
            return new Forecast.Applies(
                    "the row is written as ended, since what its %s names was deleted".formatted(endedOwner));
        }
        return new Forecast.Applies(row == null ? "it writes a new row" : "it is newer than the row");
    }
}
