package dev.rollcall.worker.operate.http;

import dev.rollcall.model.event.EntityId;
import dev.rollcall.worker.operate.lookup.Entity;
import dev.rollcall.worker.operate.lookup.EntityLookup;
import dev.rollcall.worker.operate.lookup.TimelineReader;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** One user or organization over HTTP. What is personal is masked unless {@code values=true}, which is audited. */
@RestController
@RequestMapping(path = "/ops/entities", produces = MediaType.APPLICATION_JSON_VALUE)
public final class EntityApi {

    /** Each look-up reads a partition backwards for some seconds. */
    private static final int MOST_TIMELINES = 2;

    private final EntityLookup lookup;
    private final TimelineReader timelines;
    private final OpsDoor door;
    private final Semaphore reading = new Semaphore(MOST_TIMELINES);

    public EntityApi(EntityLookup lookup, TimelineReader timelines, OpsDoor door) {
        this.lookup = lookup;
        this.timelines = timelines;
        this.door = door;
    }

    @GetMapping("/{id}")
    ResponseEntity<String> find(
            HttpServletRequest request, @PathVariable String id, @RequestParam(defaultValue = "false") String values) {
        return door.answer(request, actor -> {
            Optional<Entity> found = lookup.find(new EntityId(id), Boolean.parseBoolean(values), actor);
            return found.isPresent()
                    ? found.get()
                    : new OpsDoor.Refused(HttpStatus.NOT_FOUND, "the database has no row with this id");
        });
    }

    @GetMapping("/{id}/timeline")
    ResponseEntity<String> timeline(
            HttpServletRequest request, @PathVariable String id, @RequestParam(defaultValue = "false") String values) {
        return door.answer(request, actor -> {
            if (!reading.tryAcquire()) {
                return new OpsDoor.Refused(HttpStatus.CONFLICT, "other timelines are being read; ask again");
            }
            try {
                return timelines.read(new EntityId(id), Boolean.parseBoolean(values), actor);
            } finally {
                reading.release();
            }
        });
    }
}
