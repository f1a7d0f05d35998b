package io.weir.plan;

import io.weir.configuration.Configuration;
import java.util.List;

/**
 * A program as data: its sinks, from which all else is reached, and its options.
 *
 * @param name the name of the job
 * @param sinks the operations at the end, in the order of the program
 * @param configuration the options of the job, {@code execution.runtime-mode} and {@code parallelism.default} among them
 */
public record Plan(String name, List<Transformation<?>> sinks, Configuration configuration) {
    /** Takes a copy of the list. */
    public Plan {
        sinks = List.copyOf(sinks);
    }
}
