package io.weir.runtime.operators;

import io.weir.fs.FilePaths;
import io.weir.fs.FileSystems;
import io.weir.functions.TaskInfo;
import io.weir.runtime.timers.ProcessingTime;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * Writes records that a function has failed on to files, one JSON object a line. A file is closed, and with that there for
 * others to read, ten seconds after its first record. The task's thread owns it.
 */
final class DeadLetters {
    private static final long OPEN_MILLIS = 10_000;

    private final String prefix;
    private final OperatorContext context;
    private OutputStream file;
    private int files;
    private ProcessingTime.Scheduled end;

    /**
     * Creates it without a file.
     *
     * @param directory where the job's directory is made
     * @param context where the operator runs
     */
    DeadLetters(String directory, OperatorContext context) {
        this.context = context;
        TaskInfo task = context.runtimeContext().getTaskInfo();
        String operator = context.operatorName().replaceAll("[^A-Za-z0-9.-]+", "_");
        String name = operator + "-" + (task.getIndexOfThisSubtask() + 1) + "-" + UUID.randomUUID();
        String job =
                FilePaths.child(directory, context.runtimeContext().getJobInfo().getJobId());
        this.prefix = FilePaths.child(job, name);
    }

    /**
     * Writes a record.
     *
     * @param record the record, as its {@code toString()} shows it
     * @param timestamp its timestamp, or {@link Output#NO_TIMESTAMP}
     * @param origin where it comes from
     * @param failure why
     */
    void write(String record, long timestamp, RecordOrigin.Place origin, Throwable failure) {
        String line = line(record, timestamp, origin, failure);
        try {
            if (file == null) {
                String path = prefix + "-" + files++ + ".jsonl";
                file = FileSystems.of(path).create(path, false);
                ProcessingTime time = context.processingTime();
                end = time.schedule(time.now() + OPEN_MILLIS, this::close);
            }
            file.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.STORAGE,
                    "Operator '" + context.operatorName() + "' cannot write a record that its function failed on to "
                            + prefix + "*: " + e.getMessage(),
                    e);
        }
    }

    private String line(String record, long timestamp, RecordOrigin.Place origin, Throwable failure) {
        TaskInfo task = context.runtimeContext().getTaskInfo();
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        StringBuilder line = new StringBuilder("{");
        append(line, "record", record).append(", ");
        append(line, "timestamp", timestamp == Output.NO_TIMESTAMP ? null : Instant.ofEpochMilli(timestamp));
        append(line.append(", "), "operator", context.operatorName());
        line.append(", \"subtask\": ").append(task.getIndexOfThisSubtask() + 1);
        line.append(", \"parallelism\": ").append(task.getNumberOfParallelSubtasks());
        line.append(", \"attempt\": ").append(task.getAttemptNumber());
        append(line.append(", "), "failedAt", context.clock().instant());
        append(line.append(", "), "source", origin.from());
        append(line.append(", "), "split", origin.split());
        append(line.append(", "), "position", origin.position());
        append(line.append(", "), "error", failure);
        append(line.append(", "), "stackTrace", trace);
        return line.append("}\n").toString();
    }

    private static StringBuilder append(StringBuilder line, String name, Object value) {
        line.append('"').append(name).append("\": ");
        if (value == null) {
            return line.append("null");
        }
        String text = value.toString();
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == '"' || each == '\\') {
                line.append('\\').append(each);
            } else if (each < ' ') {
                line.append("\\u00")
                        .append(Character.forDigit(each >> 4, 16))
                        .append(Character.forDigit(each & 15, 16));
            } else {
                line.append(each);
            }
        }
        return line.append('"');
    }

    /** Ends the file at hand, if there is one. */
    void close() throws IOException {
        if (file != null) {
            end.cancel();
            OutputStream ending = file;
            file = null;
            ending.close();
        }
    }
}
