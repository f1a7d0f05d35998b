package io.weir.client;

import io.weir.configuration.Configuration;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code weir info}: prints a program's plan without running it. */
@Command(
        name = "info",
        header = "Prints the plan of a program as JSON, without running it.",
        description = "Runs the program's main method up to its first execute().",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir info examples/WordCount.jar",
            "  weir info -p 4 -c com.example.MyJob my-job.jar --input hdfs:///books"
        })
final class InfoCommand implements Callable<Integer>, TargetedCommand {
    private final Console console;

    @Mixin
    private TargetOptions target;

    @Mixin
    private ProgramOptions program;

    InfoCommand(Console console) {
        this.console = console;
    }

    @Override
    public boolean verbose() {
        return target.verbose();
    }

    @Override
    public Integer call() throws Exception {
        Configuration configuration = program.over(target.over(ClientConfiguration.load(console)));
        ClientConfiguration.openFileSystems(configuration);
        ProgramJar jar = program.open();
        PlanCapture capture = new PlanCapture(configuration);
        PrintStream out = System.out;
        System.setOut(console.err()); // what main prints must not get between the lines of JSON
        try (Program loaded = Program.load(jar, configuration)) {
            loaded.run(capture, program.arguments());
        } catch (Throwable e) { // whatever main throws; an error in it is no error of ours
            if (!(e instanceof PlanCapture.Captured)) {
                return new FailureReport(console, verbose()).ofMain(e);
            }
        } finally {
            System.setOut(out);
        }
        if (capture.plan() == null) {
            console.complain(FailureReport.NO_JOB);
            return ExitCode.USAGE;
        }
        console.out().println(Json.pretty(capture.explain(capture.plan())));
        return ExitCode.DONE;
    }
}
