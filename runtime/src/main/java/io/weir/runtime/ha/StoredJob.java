package io.weir.runtime.ha;

import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.protocol.BlobKey;
import java.util.List;

/**
 * A job as it was submitted.
 *
 * @param graph the job
 * @param jars what the program's class loader is made of, in order
 * @param submitted when, in milliseconds since 1970-01-01T00:00Z
 */
public record StoredJob(JobGraph graph, List<BlobKey> jars, long submitted) {
    /** Takes a copy of the list. */
    public StoredJob {
        jars = List.copyOf(jars);
    }
}
