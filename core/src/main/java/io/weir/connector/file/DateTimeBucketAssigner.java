package io.weir.connector.file;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Makes directories of the time at which records arrive: one for each hour unless another format is given. The task's
 * thread owns it.
 *
 * @param <T> the type of the records
 */
public final class DateTimeBucketAssigner<T> implements BucketAssigner<T> {
    private static final long serialVersionUID = 1L;
    private static final String HOURS = "yyyy-MM-dd--HH";

    private final String format;
    private final ZoneId zone;
    private transient DateTimeFormatter formatter;
    private transient long lastSecond;
    private transient String last;

    /** Makes a directory for each hour, such as {@code 2026-03-01--07}, in the time zone of the machine. */
    public DateTimeBucketAssigner() {
        this(HOURS);
    }

    /**
     * Makes directories by the time zone of the machine.
     *
     * @param format as {@link DateTimeFormatter} knows it; where it has slashes there are directories in directories
     */
    public DateTimeBucketAssigner(String format) {
        this(format, ZoneId.systemDefault());
    }

    /**
     * Makes a directory for each hour, such as {@code 2026-03-01--07}.
     *
     * @param zone the time zone
     */
    public DateTimeBucketAssigner(ZoneId zone) {
        this(HOURS, zone);
    }

    /**
     * Makes directories.
     *
     * @param format as {@link DateTimeFormatter} knows it; where it has slashes there are directories in directories
     * @param zone the time zone
     */
    public DateTimeBucketAssigner(String format, ZoneId zone) {
        this.format = format;
        this.zone = zone;
        this.formatter = DateTimeFormatter.ofPattern(format, Locale.ROOT).withZone(zone); // a mistake is told here
    }

    @Override
    public String getBucketId(T element, Context context) {
        long second = Math.floorDiv(context.currentProcessingTime(), 1000L);
        if (last == null || second != lastSecond) {
            if (formatter == null) {
                formatter = DateTimeFormatter.ofPattern(format, Locale.ROOT).withZone(zone);
            }
            last = formatter.format(Instant.ofEpochSecond(second));
            lastSecond = second;
        }
        return last;
    }
}
