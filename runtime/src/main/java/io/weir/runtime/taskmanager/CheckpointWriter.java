package io.weir.runtime.taskmanager;

import io.weir.configuration.CheckpointingOptions;
import io.weir.execution.JobId;
import io.weir.runtime.checkpoint.files.LocalStateFiles;
import io.weir.runtime.protocol.CheckpointTrigger;
import io.weir.runtime.protocol.ExecutionId;
import io.weir.runtime.protocol.OperatorPart;
import io.weir.runtime.protocol.StateHandle;
import io.weir.runtime.protocol.TaskManagerId;
import io.weir.runtime.protocol.TaskSnapshot;
import io.weir.runtime.protocol.TaskSpec;
import io.weir.runtime.task.TaskCapture;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what the tasks of a TaskManager keep at checkpoints, and reports each checkpoint once, when all of them have
 * stored their parts.
 *
 * <p>Threads: all methods but {@link #storeLater} are called on the TaskManager's main thread, which owns the
 * bookkeeping; threads of its own write. Life: that of the TaskManager.
 */
final class CheckpointWriter {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);

    /** How many threads write, each to a file of its own. */
    private static final int THREADS = 2;

    /** For how long the writing of a checkpoint is slowed down at most, for the sake of the tasks. */
    private static final long SLOW_MILLIS = 5_000;

    /** How many checkpoints that have ended are remembered. */
    private static final int REMEMBERED = 256;

    private final TaskManagerId id;
    private final int inlineLimit;
    private final LocalStateFiles localState;
    private final ExecutorService writers;
    private final Executor mainThread;
    private final Map<Key, Pending> checkpoints = new HashMap<>();
    private final StoredFiles files = new StoredFiles();

    /** When the last checkpoint of each job was triggered. */
    private final Map<JobId, Long> triggered = new HashMap<>();

    /** The last ones that have ended: what a task still captures for them is not needed. */
    private final Set<Key> ended = new LinkedHashSet<>();

    /** How a job's checkpoints are reported. */
    interface Reports {
        /** All tasks have stored their parts. */
        void stored(long checkpointId, List<TaskSnapshot> parts);

        /** A task's part could not be stored. */
        void declined(long checkpointId, ExecutionId execution, Throwable cause);
    }

    private record Key(JobId job, long checkpointId) {}

    /** A checkpoint until its end is known. Main thread. */
    private static final class Pending {
        final JobId job;
        final CheckpointTrigger trigger;
        final Reports reports;
        final CheckpointOutput output;
        final Map<ExecutionId, TaskSnapshot> stored = new LinkedHashMap<>();

        /** Whose parts are missing; null before the JobManager has told of the checkpoint. */
        Set<ExecutionId> missing;

        int writing;

        /** Nothing more is to be written: it is reported, or given up. */
        boolean over;

        boolean discarded;

        /** The job has gone from here: nobody will read the copies. */
        boolean released;

        Pending(JobId job, CheckpointTrigger trigger, Reports reports, CheckpointOutput output) {
            this.job = job;
            this.trigger = trigger;
            this.reports = reports;
            this.output = output;
        }
    }

    /**
     * Creates it.
     *
     * @param services what the TaskManager is made of
     * @param mainThread the TaskManager's
     */
    CheckpointWriter(TaskManagerServices services, Executor mainThread) {
        this.id = services.location().id();
        this.inlineLimit = Math.toIntExact(
                services.configuration().get(CheckpointingOptions.INLINE_LIMIT).bytes());
        this.localState = services.localState();
        this.writers =
                Executors.newFixedThreadPool(THREADS, work -> services.threads().apply("checkpoint-writer", work));
        this.mainThread = mainThread;
    }

    /**
     * Learns of a checkpoint; again does nothing.
     *
     * @param job the job
     * @param trigger the checkpoint
     * @param tasks the job's tasks that run here
     * @param reports takes how it goes
     */
    void begin(JobId job, CheckpointTrigger trigger, List<ExecutionId> tasks, Reports reports) {
        Pending pending = pending(job, trigger, reports);
        if (pending.missing == null) {
            pending.missing = new HashSet<>(tasks);
            pending.missing.removeAll(pending.stored.keySet());
            reportIfStored(pending);
        }
    }

    private Pending pending(JobId job, CheckpointTrigger trigger, Reports reports) {
        return checkpoints.computeIfAbsent(
                new Key(job, trigger.id()), key -> new Pending(job, trigger, reports, output(job, trigger)));
    }

    /** Savepoints are not what tasks go back to after a failure, and somebody waits for them. */
    private CheckpointOutput output(JobId job, CheckpointTrigger trigger) {
        boolean savepoint = trigger.kind().isSavepoint();
        BiFunction<String, OutputStream, OutputStream> copying =
                savepoint ? (path, file) -> file : (path, file) -> localState.copying(job, trigger.id(), path, file);
        WritePace pace = new WritePace(
                WritePace.Environment.ofProcess(),
                TimeUnit.MILLISECONDS.toNanos(savepoint ? 0 : slowMillis(job, trigger.timestamp())));
        return new CheckpointOutput(trigger.directory(), id, inlineLimit, copying, pace);
    }

    /** The next checkpoint will most likely follow as soon as this one followed the last: half of that time may be used. */
    private long slowMillis(JobId job, long timestamp) {
        Long last = triggered.put(job, timestamp);
        return last == null ? SLOW_MILLIS : Math.max(0, Math.min(SLOW_MILLIS, (timestamp - last) / 2));
    }

    /** Stores a task's part, and closes it. Any thread. */
    void storeLater(ExecutionId execution, CheckpointTrigger trigger, TaskCapture capture, Reports reports) {
        mainThread.execute(() -> store(execution, trigger, capture, reports));
    }

    private void store(ExecutionId execution, CheckpointTrigger trigger, TaskCapture capture, Reports reports) {
        if (ended.contains(new Key(execution.job(), trigger.id()))) {
            capture.close();
            return;
        }
        Pending pending = pending(execution.job(), trigger, reports);
        if (pending.over) {
            capture.close();
            return;
        }
        pending.writing++;
        Map<String, Map<String, StateHandle>> known = files.knownTo(execution, trigger, capture);
        writers.execute(() -> write(pending, execution, capture, known));
    }

    /** Writes a task's part; on one of the threads that write. */
    private void write(
            Pending pending, ExecutionId execution, TaskCapture capture, Map<String, Map<String, StateHandle>> known) {
        try (capture) {
            long begin = System.nanoTime();
            List<OperatorPart> parts = new ArrayList<>();
            for (TaskCapture.Part part : capture.operators()) {
                parts.add(pending.output.write(part, known.getOrDefault(part.operatorId(), Map.of())));
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            TaskSnapshot snapshot = new TaskSnapshot(
                    execution,
                    parts,
                    capture.finished(),
                    new TaskSnapshot.Times(
                            capture.times().startDelayMillis(),
                            capture.times().alignmentMillis(),
                            capture.times().captureMicros(),
                            millis));
            mainThread.execute(() -> written(pending, snapshot));
        } catch (Throwable e) {
            mainThread.execute(() -> failed(pending, execution, e));
        }
    }

    private void written(Pending pending, TaskSnapshot snapshot) {
        pending.writing--;
        if (pending.over) {
            discardIfIdle(pending);
            return;
        }
        pending.stored.put(snapshot.execution(), snapshot);
        files.stored(pending.trigger, snapshot);
        if (pending.missing != null) {
            pending.missing.remove(snapshot.execution());
        }
        reportIfStored(pending);
    }

    private void failed(Pending pending, ExecutionId execution, Throwable cause) {
        pending.writing--;
        if (pending.over) {
            discardIfIdle(pending);
        } else {
            String message = "What " + execution.vertex() + "-" + execution.subtask() + " keeps at checkpoint "
                    + pending.trigger.id() + " could not be stored in " + pending.trigger.directory() + ": " + cause;
            pending.reports.declined(
                    pending.trigger.id(), execution, new WeirException(ErrorCode.STORAGE, message, cause));
            giveUp(pending);
        }
    }

    private void reportIfStored(Pending pending) {
        if (pending.over || pending.writing > 0 || pending.missing == null || !pending.missing.isEmpty()) {
            return;
        }
        pending.over = true;
        pending.writing++;
        writers.execute(() -> complete(pending, List.copyOf(pending.stored.values())));
    }

    /** Completes the files; on one of the threads that write. */
    private void complete(Pending pending, List<TaskSnapshot> parts) {
        try {
            pending.output.finish();
            mainThread.execute(() -> completed(pending, parts));
        } catch (Throwable e) {
            mainThread.execute(() -> {
                pending.over = pending.discarded;
                failed(pending, parts.get(0).execution(), e); // where nothing is stored there is no file
            });
        }
    }

    private void completed(Pending pending, List<TaskSnapshot> parts) {
        pending.writing--;
        if (pending.discarded) {
            discardIfIdle(pending);
            return;
        }
        if (pending.released) {
            forgetCopies(pending); // they were completed after those of the job had been deleted
        }
        pending.reports.stored(pending.trigger.id(), parts);
    }

    /** Returns whether a task's part of a checkpoint is stored. */
    boolean hasStored(ExecutionId execution, long checkpointId) {
        Pending pending = checkpoints.get(new Key(execution.job(), checkpointId));
        return pending != null && pending.stored.containsKey(execution);
    }

    /** Learns that a task begins, and what it starts from. */
    void taskBegins(TaskSpec spec) {
        files.taskBegins(spec.execution(), spec.restore());
    }

    /** Learns that a task has ended, whose part is not to be waited for. */
    void taskEnded(ExecutionId execution) {
        files.taskEnded(execution);
        checkpoints.forEach((key, pending) -> {
            if (key.job().equals(execution.job()) && pending.missing != null && pending.missing.remove(execution)) {
                reportIfStored(pending);
            }
        });
    }

    /** Learns how a checkpoint ended: what was written stays or goes. */
    void ended(JobId job, long checkpointId, boolean completed) {
        Key key = new Key(job, checkpointId);
        files.ended(job, checkpointId, completed);
        ended.add(key);
        if (ended.size() > REMEMBERED) {
            ended.remove(ended.iterator().next());
        }
        Pending pending = checkpoints.remove(key);
        if (pending != null && !completed) {
            giveUp(pending);
        }
        Set<String> needed = files.needed(job);
        writers.execute(() -> {
            if (completed) {
                localState.completed(job, checkpointId, needed);
            } else {
                localState.givenUp(job, checkpointId);
            }
        });
    }

    /**
     * Another JobManager has the job. What the former one had begun is over, but its files stay where they are: they may
     * belong to a checkpoint that is complete, of which nobody was told.
     */
    void takenOver(JobId job, long completed) {
        List<Key> known = checkpoints.keySet().stream()
                .filter(key -> key.job().equals(job))
                .toList();
        for (Key key : known) {
            if (key.checkpointId() == completed) {
                ended(job, completed, true);
                continue;
            }
            Pending pending = checkpoints.remove(key);
            if (!pending.over) {
                pending.over = true;
                pending.output.giveUp();
            }
            ended.add(key);
            if (key.checkpointId() > completed) {
                writers.execute(() -> localState.givenUp(job, key.checkpointId()));
            }
        }
    }

    /** Lets go of all checkpoints of a job that are not reported. */
    void release(JobId job) {
        List<Pending> ofJob = checkpoints.entrySet().stream()
                .filter(entry -> entry.getKey().job().equals(job))
                .map(Map.Entry::getValue)
                .toList();
        checkpoints.keySet().removeIf(key -> key.job().equals(job));
        triggered.remove(job);
        for (Pending pending : ofJob) {
            pending.released = true;
            if (!pending.over) {
                giveUp(pending);
            }
        }
        writers.execute(() -> localState.release(job));
    }

    /** Ends its threads, after what they are to do. */
    void close() {
        writers.shutdown();
    }

    private void giveUp(Pending pending) {
        pending.over = true;
        pending.discarded = true;
        pending.output.giveUp();
        discardIfIdle(pending);
    }

    /** Only when nobody writes any more may the files go. */
    private void discardIfIdle(Pending pending) {
        if (pending.discarded && pending.writing == 0) {
            writers.execute(() -> {
                try {
                    pending.output.discard();
                } catch (Exception e) {
                    LOG.warn(
                            "What was written of checkpoint {} could not be deleted from {}: {}",
                            pending.trigger.id(),
                            pending.trigger.directory(),
                            e.toString());
                }
                localState.givenUp(pending.job, pending.trigger.id());
            });
        }
    }

    private void forgetCopies(Pending pending) {
        writers.execute(() -> localState.givenUp(pending.job, pending.trigger.id()));
    }
}
