package io.weir.runtime.task;

import io.weir.functions.accumulators.Accumulator;
import io.weir.functions.accumulators.Accumulators;
import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.protocol.TaskStatus;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the functions of a task accumulate. The task's thread owns it; {@link #merge} is for any thread. */
public final class TaskAccumulators {
    private final List<Map<String, Accumulator<?, ?>>> operators = new ArrayList<>();

    /**
     * Adds an operator.
     *
     * @param accumulators what its functions have accumulated when the task ends
     */
    void add(Map<String, Accumulator<?, ?>> accumulators) {
        operators.add(accumulators);
    }

    /**
     * Merges the accumulators of all operators.
     *
     * @param mostBytes how large the result may be
     * @return the serialized map; empty if there are none
     * @throws WeirException if it is larger, or accumulators are not serializable
     */
    public byte[] serialize(int mostBytes) {
        TreeMap<String, Accumulator<?, ?>> merged = new TreeMap<>();
        operators.forEach(accumulators -> Accumulators.merge(merged, accumulators));
        if (merged.isEmpty()) {
            return TaskStatus.NOTHING;
        }
        byte[] bytes = ObjectCodec.serialize(merged);
        if (bytes.length > mostBytes) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The accumulators " + merged.keySet() + " have " + bytes.length + " bytes in one task and may have "
                            + mostBytes + ": they are for counts and the like; write records with a sink.");
        }
        return bytes;
    }

    /**
     * Merges the accumulators of tasks.
     *
     * @param tasks what {@link #serialize} has returned for each
     * @param classLoader knows the program's classes
     * @return the accumulators, by name
     */
    @SuppressWarnings("unchecked") // what serialize has written
    public static Map<String, Accumulator<?, ?>> merge(List<byte[]> tasks, ClassLoader classLoader) {
        Map<String, Accumulator<?, ?>> merged = new TreeMap<>();
        for (byte[] task : tasks) {
            Accumulators.merge(merged, ObjectCodec.deserialize(task, classLoader, TreeMap.class));
        }
        return Collections.unmodifiableMap(merged);
    }
}
