package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.startup.SettingRefusedException;
import dev.rollcall.worker.copy.announce.AnnounceSettings;
import dev.rollcall.worker.copy.consume.WorkerSettings;
import dev.rollcall.worker.copy.decode.DecodeSettings;
import dev.rollcall.worker.copy.instance.InstanceSettings;
import dev.rollcall.worker.operate.erase.ErasureSettings;
import dev.rollcall.worker.operate.history.HistorySettings;
import dev.rollcall.worker.operate.http.OpsSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Each feature reads its own settings; several may have one prefix. */
class SettingsTest {

    @Test
    void haveTheirDefaults() throws UnknownHostException {
        Map<String, String> none = Map.of();
        assertThat(bind(WorkerSettings.class, none)).isEqualTo(new WorkerSettings("", 2, false, 1000));
        assertThat(bind(WorkerSettings.class, none).instance())
                .isEqualTo(InetAddress.getLocalHost().getHostName());
        assertThat(bind(DecodeSettings.class, none).leftOut()).isEmpty();
        assertThat(bind(AnnounceSettings.class, none).announce()).isEmpty();
        assertThat(bind(ErasureSettings.class, none).erasureHoldback()).isEqualTo(Duration.ofDays(7));
        assertThat(bind(HistorySettings.class, none).historyMonths()).isEqualTo(13);
        assertThat(bind(OpsSettings.class, none).gatewayMetrics()).isEmpty();
        assertThat(bind(OpsSettings.class, none).acceptedFindings()).isEmpty();
        assertThat(bind(InstanceSettings.class, none).clerkInstanceId()).isNull();
        assertThat(bind(InstanceSettings.class, Map.of("rollcall.clerk-instance-id", ""))
                        .clerkInstanceId())
                .isNull();
    }

    @Test
    void areReadByTheirFeatures() {
        Map<String, String> all = Map.of(
                "rollcall.personal-data.store-private-metadata", "false",
                "rollcall.personal-data.announce", "extra,unsafe_metadata",
                "rollcall.personal-data.erasure-holdback", "0s",
                "rollcall.personal-data.history-months", "1",
                "rollcall.ops.gateways", "http://127.0.0.1:8081,https://gateway/",
                "rollcall.ops.accepted-findings", "role_bypasses:postgres,login_may_drop:postgres",
                "rollcall.clerk-instance-id", "ins_1");
        assertThat(bind(DecodeSettings.class, all).leftOut()).containsExactly("private_metadata");
        assertThat(bind(AnnounceSettings.class, all).announce()).isEqualTo(Set.of("extra", "unsafe_metadata"));
        assertThat(bind(ErasureSettings.class, all).erasureHoldback()).isZero();
        assertThat(bind(HistorySettings.class, all).historyMonths()).isEqualTo(1);
        assertThat(bind(OpsSettings.class, all).gatewayMetrics())
                .containsExactly(
                        URI.create("http://127.0.0.1:8081/actuator/prometheus"),
                        URI.create("https://gateway/actuator/prometheus"));
        assertThat(bind(OpsSettings.class, all).acceptedFindings())
                .containsExactlyInAnyOrder("role_bypasses:postgres", "login_may_drop:postgres");
        assertThat(bind(InstanceSettings.class, all).clerkInstanceId()).isEqualTo("ins_1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rollcall.worker.instance | a b | ROLLCALL_WORKER_INSTANCE is no name that a worker can have: write",
                "rollcall.worker.threads | 13 | ROLLCALL_WORKER_THREADS is 13: write a number from 1 to 12",
                "rollcall.worker.batch-records | 0 | rollcall.worker.batch-records is 0: write a number from 1 to 10000",
                "rollcall.personal-data.announce | id | ROLLCALL_ANNOUNCE names id: write some of private_metadata",
                "rollcall.personal-data.erasure-holdback | 366d | ROLLCALL_ERASURE_HOLDBACK is PT8784H: write a duration",
                "rollcall.personal-data.history-months | 0 | ROLLCALL_HISTORY_MONTHS is 0: write a number from 1 to 1200",
                "rollcall.ops.gateways | ftp://h | ROLLCALL_GATEWAY_MANAGEMENT_URL is not a list of addresses",
                "rollcall.ops.accepted-findings | all | ROLLCALL_ACCEPTED_FINDINGS is not a list of lines of the tenancy",
                "rollcall.clerk-instance-id | org_1 | CLERK_INSTANCE_ID is not the id of a Clerk instance: write"
            })
    void refuseWithOneLineThatNamesTheSettingAndSaysWhatToWrite(String property, String value, String line) {
        Map<String, String> properties = Map.of(property, value);
        assertThatThrownBy(() -> {
                    for (Class<?> settings : Set.of(
                            WorkerSettings.class,
                            AnnounceSettings.class,
                            ErasureSettings.class,
                            HistorySettings.class,
                            OpsSettings.class,
                            InstanceSettings.class)) {
                        bind(settings, properties);
                    }
                })
                .rootCause()
                .isInstanceOf(SettingRefusedException.class)
                .hasMessageStartingWith(line)
                .hasMessageNotContaining("\n");
    }

    @Test
    void showNoSecret() {
        assertThat(bind(OpsSettings.class, Map.of("rollcall.ops.token", "canary-canary-canary")))
                .asString()
                .doesNotContain("canary");
    }

    private static <T> T bind(Class<T> settings, Map<String, String> properties) {
        ConfigurationProperties annotation = settings.getAnnotation(ConfigurationProperties.class);
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(annotation.value(), settings);
    }
}
