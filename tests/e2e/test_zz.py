import time, asyncio, pytest
from tests.e2e.test_survival import *
from tests.e2e.conftest import home
async def test_t(home, tmp_path):
    t=time.time()
    def say(x):
        nonlocal t; print("STEP", x, round(time.time()-t,2), flush=True); t=time.time()
    async with Server(home, *OPEN) as server:
        async with await Program.start(home, "--url", server.url) as program:
            await program.sees("● live")
            session = await spawn(server, tmp_path)
            await at_work(program, home, session)
            say("one")
        say("one closed %s" % (program.terminal.exit_status,))
        for i in range(3):
          program = await Program.start(home, "--url", server.url, environ={"PYTHONFAULTHANDLER":"1"})
          await program.sees("● live", "Striper", "at work as"); say("again")
          await type_into(program, "hello\n")
          await program.sees("heard hello"); say("heard")
          pid=program.terminal.pid
          closing=asyncio.create_task(program.terminal.close(grace=5))
          await asyncio.sleep(3)
          if os.path.exists(f"/proc/{pid}"):
            program.terminal.resize(160,100)
            print("STEP ALIVE")
            os.kill(pid, 6)
            await asyncio.sleep(1)
            print(program.screen)
            import subprocess; subprocess.run(["tail","-30",str(home.directory/"state/maestro-tui/log/dashboard.log")])
          await closing
          say("closed %s" % (program.terminal.exit_status,))
