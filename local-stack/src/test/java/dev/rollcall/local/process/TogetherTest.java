package dev.rollcall.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TogetherTest {

    @TempDir
    Path directory;

    @Test
    void allStepsRunAtTheSameTime() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        Set<String> done = ConcurrentHashMap.newKeySet();
        Together.run(List.of(
                () -> {
                    both.countDown();
                    both.await();
                    done.add("one");
                },
                () -> {
                    both.countDown();
                    both.await();
                    done.add("two");
                }));
        assertThat(done).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void whenOneFailsTheOthersAreInterruptedAndHaveEnded() {
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        assertThatThrownBy(() -> Together.run(List.of(
                        () -> {
                            begun.countDown();
                            try {
                                never.await();
                            } catch (InterruptedException stopped) {
                                interrupted.set(true);
                            }
                        },
                        () -> {
                            begun.await();
                            throw new IOException("no room");
                        })))
                .isInstanceOf(IOException.class)
                .hasMessage("no room");
        assertThat(interrupted).isTrue();
    }

    @Test
    void oneAtATimeReturnsWhatItsWorkDoesAndLetsTheNextIn() throws Exception {
        Path lock = directory.resolve("lock");
        assertThat(OneAtATime.run(lock, () -> 1)).isEqualTo(1);
        assertThatThrownBy(() -> OneAtATime.run(lock, () -> {
                    throw new IOException("no room");
                }))
                .hasMessage("no room");
        AtomicBoolean inside = new AtomicBoolean();
        AtomicBoolean overlapped = new AtomicBoolean();
        Together.Step step = () -> OneAtATime.run(lock, () -> {
            overlapped.compareAndSet(false, !inside.compareAndSet(false, true));
            Thread.yield();
            inside.set(false);
            return 0;
        });
        Together.run(List.of(step, step, step, step));
        assertThat(overlapped).isFalse();
        assertThat(lock).isEmptyFile();
    }

    @Test
    void foreignProgramsAreToldNothingOfOurs() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PATH", "/bin",
                "ROLLCALL_OPS_TOKEN", "1",
                "CLERK_SECRET_KEY", "2",
                "DATABASE_URL", "3",
                "TENANT_DATABASE_URL", "4",
                "MY_ROLLCALL_URL", "5"));
        ForeignPrograms.withhold(environment);
        assertThat(environment).containsOnlyKeys("PATH", "MY_ROLLCALL_URL");
    }

    @Test
    void aCommandOfThisJdkSaysWhatToRunInItsOrder() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertThat(JavaCommand.jar(Path.of("a.jar"), List.of("-Xmx1g"), List.of("one", "two")))
                .containsExactly(java, "-Xmx1g", "-jar", "a.jar", "one", "two");
        assertThat(JavaCommand.main("x:y", "Main", List.of("-Xmx1g"), List.of("one")))
                .containsExactly(java, "-Xmx1g", "-cp", "x:y", "Main", "one");
    }

    @Test
    void aChildHasACommandAndIsAskedToEnd() {
        ChildCommand command = ChildCommand.of("gateway", List.of("java"), Map.of("A", "secret"), Path.of("a.log"));
        assertThat(command.stopSignal()).isEqualTo(Signal.TERM);
        assertThat(command.toString()).isEqualTo("ChildCommand[gateway]");
        assertThatThrownBy(() -> ChildCommand.of("gateway", List.of(), Map.of(), Path.of("a.log")))
                .hasMessage("no command for gateway");
    }
}
