package io.weir.datastream;

import io.weir.functions.OpenContext;
import io.weir.functions.RichSinkFunction;
import io.weir.functions.TaskInfo;
import java.io.PrintStream;

/**
 * Prints records to the standard output or error of the task's process, one line each. Before the record stand the
 * identifier, if there is one, and the number of the task, if it is one of several: {@code id:2> record}.
 *
 * @param <T> the type of the records
 */
public final class PrintSinkFunction<T> extends RichSinkFunction<T> {
    private static final long serialVersionUID = 1L;

    private final String identifier;
    private final boolean standardError;
    private transient PrintStream stream;
    private transient String prefix;

    /**
     * Creates a function.
     *
     * @param identifier stands before each record; may be empty
     * @param standardError whether it prints to the standard error rather than to the standard output
     */
    public PrintSinkFunction(String identifier, boolean standardError) {
        this.identifier = identifier;
        this.standardError = standardError;
    }

    @Override
    public void open(OpenContext openContext) {
        stream = standardError ? System.err : System.out;
        prefix = prefixOf(identifier, getRuntimeContext().getTaskInfo());
    }

    static String prefixOf(String identifier, TaskInfo task) {
        String number = task.getNumberOfParallelSubtasks() > 1 ? String.valueOf(task.getIndexOfThisSubtask() + 1) : "";
        String separator = identifier.isEmpty() || number.isEmpty() ? "" : ":";
        String start = identifier + separator + number;
        return start.isEmpty() ? "" : start + "> ";
    }

    @Override
    public void invoke(T value, Context context) {
        stream.println(prefix + value);
    }
}
