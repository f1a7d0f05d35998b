package io.weir.runtime.jobmanager;

import io.weir.connector.OutputCommitter;
import io.weir.execution.JobId;
import io.weir.runtime.classloading.ObjectCodec;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The committers of a job's sinks: they prepare the output before the first task runs, and publish or discard it at the
 * end. All methods read and write files.
 *
 * <p>Thread: one at a time of the executor for input and output, never the main thread.
 */
final class OutputCommitters {
    private static final Logger LOG = LoggerFactory.getLogger(OutputCommitters.class);

    private final JobId job;
    private final ClassLoader classLoader;
    private final List<OutputCommitter> committers;
    private final List<OutputCommitter> setUp = new ArrayList<>();

    private OutputCommitters(JobId job, ClassLoader classLoader, List<OutputCommitter> committers) {
        this.job = job;
        this.classLoader = classLoader;
        this.committers = committers;
    }

    /** Reads the committers of a job with the program's class loader. */
    static OutputCommitters of(JobGraph graph, ClassLoader classLoader) {
        List<OutputCommitter> committers = graph.vertices().stream()
                .flatMap(vertex -> vertex.committers().stream())
                .map(bytes -> ObjectCodec.deserialize(bytes, classLoader, OutputCommitter.class))
                .toList();
        return new OutputCommitters(graph.jobId(), classLoader, committers);
    }

    /** Prepares all outputs, or fails with the first that cannot be prepared. */
    void setup() {
        for (OutputCommitter committer : committers) {
            setUp.add(committer); // also one that fails half-way has something to discard
            run("prepared", () -> committer.setup(job.value()));
        }
    }

    /** Leaves the outputs as they are, for tasks that go on. */
    void keep() {
        setUp.addAll(committers);
    }

    /** Publishes all outputs. */
    void commit() {
        for (OutputCommitter committer : committers) {
            run("published", () -> committer.commit(job.value()));
        }
    }

    /** Discards all outputs that were prepared; what cannot be discarded is logged. */
    void abort() {
        for (OutputCommitter committer : setUp) {
            try {
                run("discarded", () -> committer.abort(job.value()));
            } catch (RuntimeException e) {
                LOG.warn("What job {} has written could not be cleaned up.", job, e);
            }
        }
    }

    private void run(String what, Step step) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classLoader);
        try {
            step.run();
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.STORAGE, "The output of the job could not be " + what + ": " + e.getMessage(), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** What a committer does. */
    private interface Step {
        void run() throws IOException;
    }
}
