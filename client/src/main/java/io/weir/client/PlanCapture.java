package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.execution.JobClient;
import io.weir.execution.PlanExecutor;
import io.weir.plan.Plan;
import io.weir.runtime.graph.JobGraphs;
import io.weir.runtime.jobgraph.JobGraph;
import java.io.PrintStream;
import java.util.List;

/**
 * Stands in for a cluster while {@code weir info} or {@code weir checkpoint verify} runs a program's main method: takes
 * the plan and ends the program there. The thread that runs main owns it.
 */
final class PlanCapture implements PlanExecutor {
    private final Configuration configuration;
    private Plan plan;

    PlanCapture(Configuration configuration) {
        this.configuration = configuration;
    }

    /**
     * Runs a program up to its first execute().
     *
     * @param console takes what the program prints, as what is no result
     * @param program the program
     * @param arguments its arguments
     * @param verbose whether failures are told in full
     * @return the exit code; there is a plan if it is {@link ExitCode#DONE}
     */
    int run(Console console, Program program, List<String> arguments, boolean verbose) {
        PrintStream out = System.out;
        System.setOut(console.err()); // what main prints must not get between the lines of results
        try {
            program.run(this, arguments);
        } catch (Throwable e) { // whatever main throws; an error in it is no error of ours
            if (!(e instanceof Captured)) {
                return new FailureReport(console, verbose).ofMain(e);
            }
        } finally {
            System.setOut(out);
        }
        if (plan == null) {
            console.complain(FailureReport.NO_JOB);
            return ExitCode.USAGE;
        }
        return ExitCode.DONE;
    }

    /** What is done with a program whose plan was taken, while its classes are there. */
    @FunctionalInterface
    interface Use {
        /** Does it, and returns the exit code. */
        int with(Program program) throws Exception;
    }

    /**
     * Loads a program, takes its plan and does something with it.
     *
     * @param jar the program
     * @param told who runs it, and how
     * @param use what to do
     * @return the exit code
     */
    int use(ProgramJar jar, Caller told, Use use) throws Exception {
        try (Program program = Program.load(jar, configuration)) {
            int code = run(told.console(), program, told.arguments(), told.verbose());
            return code == ExitCode.DONE ? use.with(program) : code;
        }
    }

    /**
     * Who runs a program.
     *
     * @param console where to tell of failures
     * @param arguments the arguments of the program
     * @param verbose whether failures are told in full
     */
    record Caller(Console console, List<String> arguments, boolean verbose) {}

    /** Returns the plan as a cluster takes it. */
    JobGraph translate(Program program) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(program.classLoader());
        try {
            return JobGraphs.translate(plan);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public Configuration configuration() {
        return new Configuration(configuration);
    }

    @Override
    public JobClient submit(Plan submitted) {
        plan = submitted;
        throw new Captured();
    }

    @Override
    public String explain(Plan explained) {
        return JobGraphs.explain(explained);
    }

    /** Returns the plan that the program submitted first, or null if it submitted none. */
    Plan plan() {
        return plan;
    }

    /** Ends the program. An error, because programs catch exceptions. */
    static final class Captured extends Error {
        private static final long serialVersionUID = 1L;

        Captured() {
            super("The plan was taken; the program ends here.", null, false, false);
        }
    }
}
