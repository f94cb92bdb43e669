package dev.rollcall.worker.operate.http;

import dev.rollcall.model.event.EntityId;
import dev.rollcall.startup.SettingRefusedException;
import dev.rollcall.worker.operate.lookup.EntityRefetch;
import dev.rollcall.worker.survey.run.SurveyStoppedException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** One user or organization fetched from Clerk again, over HTTP. One at a time: the application needs Clerk's answers, too. */
@RestController
@RequestMapping(path = "/ops/entities", produces = MediaType.APPLICATION_JSON_VALUE)
public final class RefetchApi {

    private final EntityRefetch refetch;
    private final OpsDoor door;
    private final ReentrantLock fetching = new ReentrantLock();

    public RefetchApi(EntityRefetch refetch, OpsDoor door) {
        this.refetch = refetch;
        this.door = door;
    }

    @PostMapping("/{id}/refetch")
    ResponseEntity<String> refetch(HttpServletRequest request, @PathVariable String id) {
        return door.answer(request, actor -> {
            if (!fetching.tryLock()) {
                return new OpsDoor.Refused(HttpStatus.CONFLICT, "another object is being fetched; ask again");
            }
            try {
                return Map.of("said", refetch.run(new EntityId(id), actor));
            } catch (SettingRefusedException unset) {
                return new OpsDoor.Refused(
                        HttpStatus.CONFLICT, unset.getMessage() + ", for the worker; or run: ./rollcall refetch " + id);
            } catch (SurveyStoppedException stopped) {
                return new OpsDoor.Refused(HttpStatus.BAD_GATEWAY, String.valueOf(stopped.getMessage()));
            } finally {
                fetching.unlock();
            }
        });
    }
}
