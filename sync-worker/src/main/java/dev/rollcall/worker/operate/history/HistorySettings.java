package dev.rollcall.worker.operate.history;

import dev.rollcall.startup.SettingRefusedException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * For how long history is kept.
 *
 * @param historyMonths for how many whole months {@code rollcall.history} is kept, where it is switched on; 1 to
 *     1200
 */
@ConfigurationProperties("rollcall.personal-data")
public record HistorySettings(@DefaultValue("13") int historyMonths) {

    private static final int MOST_MONTHS = 1200;

    public HistorySettings {
        if (historyMonths < 1 || historyMonths > MOST_MONTHS) {
            throw new SettingRefusedException(
                    "ROLLCALL_HISTORY_MONTHS", "is " + historyMonths, "write a number from 1 to " + MOST_MONTHS);
        }
    }
}
