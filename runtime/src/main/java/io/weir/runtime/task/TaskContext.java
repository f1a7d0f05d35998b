package io.weir.runtime.task;

import io.weir.functions.JobInfo;
import io.weir.functions.RuntimeContext;
import io.weir.functions.TaskInfo;
import io.weir.runtime.network.Wakeup;
import io.weir.runtime.operators.OperatorContext;
import io.weir.runtime.operators.OutputRoom;
import io.weir.runtime.protocol.TaskSpec;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** What the operators of a task share. Immutable; what it refers to says who owns it. */
record TaskContext(
        TaskSpec spec,
        TaskEnvironment environment,
        Executor mailbox,
        Wakeup wakeup,
        OutputRoom outputRoom,
        RuntimeContext runtimeContext) {

    /** Returns what functions of a task are told. */
    static RuntimeContext runtimeContext(TaskSpec spec, ClassLoader classLoader) {
        JobInfo job = new JobInfo(spec.execution().job().toString(), spec.jobName());
        TaskInfo task = new TaskInfo(
                spec.taskName(),
                spec.maxParallelism(),
                spec.execution().subtask(),
                spec.parallelism(),
                spec.execution().attempt());
        return new FixedRuntimeContext(job, task, classLoader);
    }

    /** Returns the place that an operator runs in. */
    OperatorContext operator(String name) {
        return new OfOperator(name, this);
    }

    private record FixedRuntimeContext(JobInfo job, TaskInfo task, ClassLoader classLoader) implements RuntimeContext {
        @Override
        public JobInfo getJobInfo() {
            return job;
        }

        @Override
        public TaskInfo getTaskInfo() {
            return task;
        }

        @Override
        public ClassLoader getUserCodeClassLoader() {
            return classLoader;
        }
    }

    private record OfOperator(String operatorName, TaskContext task) implements OperatorContext {
        @Override
        public RuntimeContext runtimeContext() {
            return task.runtimeContext();
        }

        @Override
        public Executor mailbox() {
            return task.mailbox();
        }

        @Override
        public OutputRoom outputRoom() {
            return task.outputRoom();
        }

        @Override
        public void wake() {
            task.wakeup().wake();
        }

        @Override
        public Clock clock() {
            return task.environment().clock();
        }

        @Override
        public String hostName() {
            return task.environment().hostName();
        }

        @Override
        public void requestSplit() {
            task.environment().listener().requestSplit(task.spec().execution(), hostName());
        }

        @Override
        public CompletableFuture<Void> sendResults(String resultId, byte[] batch) {
            return task.environment().listener().sendResults(task.spec().execution(), resultId, batch);
        }
    }
}
