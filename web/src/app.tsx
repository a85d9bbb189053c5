import { DrawingPad, PadTitle } from './pad/DrawingPad';
import { PadTools } from './pad/PadTools';
import { DropTarget } from './panels/DropTarget';
import { Explanation } from './panels/Explanation';
import { Explore } from './panels/explore/Explore';
import { FineTunePanel } from './panels/FineTunePanel';
import { Header } from './panels/Header';
import { Messages } from './panels/Messages';
import { ModelDialog } from './panels/ModelDialog';
import { ModelsPanel } from './panels/ModelsPanel';
import { NoisePanel } from './panels/NoisePanel';
import { SeenPanel } from './panels/SeenPanel';

export function App() {
  return (
    <>
      <Header />
      <main>
        <div class="bench">
          <section class="draw" aria-labelledby="draw-title">
            <PadTitle id="draw-title" />
            <DrawingPad />
          </section>
          <SeenPanel />
          <div class="controls">
            <PadTools />
            <NoisePanel />
          </div>
          <ModelsPanel />
        </div>
        <FineTunePanel />
        <Explore />
      </main>
      <Explanation />
      <ModelDialog />
      <Messages />
      <DropTarget />
    </>
  );
}
