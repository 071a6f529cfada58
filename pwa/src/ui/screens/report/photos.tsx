import { useEffect, useState } from 'preact/hooks';
import { remove, setCaption } from '../../../domain/edits';
import { partsOf, type Shown } from '../../../store/view';
import { Refused } from '../../../sync/session';
import { usePhone } from '../../context';
import { hasText, t, tn } from '../../i18n';
import { Action } from '../../parts/action';
import { KeptText } from '../../parts/fields';
import { Icon } from '../../parts/icon';
import { Sheet } from '../../parts/sheet';

export function Photos({ report }: { readonly report: Shown<'report'> }) {
  const phone = usePhone();
  const [busy, setBusy] = useState(0);
  const [error, setError] = useState('');
  const photos = partsOf(phone.view.value, 'attachment', report.id);
  const take = async (files: FileList | null) => {
    setError('');
    for (const file of files ?? []) {
      setBusy((count) => count + 1);
      try {
        await phone.addPhoto(file, { reportId: report.id, missionId: report.mission_id });
      } catch (reason) {
        setError(photoError(reason));
      } finally {
        setBusy((count) => count - 1);
      }
    }
  };
  return (
    <section class="card" data-testid="photos">
      <h2>{t('report.photos')}</h2>
      <p class="small" role="status">
        {busy > 0 ? t('report.photo_busy') : tn('report.photos_count', photos.length)}
      </p>
      {error && (
        <p class="note bad" role="alert">
          {error}
        </p>
      )}
      <ul class="shots">
        {photos.map((photo, index) => (
          <Photo key={photo.id} photo={photo} n={index + 1} />
        ))}
      </ul>
      <div class="stack">
        <Pick label={t('report.photo_take')} onFiles={take} capture testId="photo-take" />
        <Pick label={t('report.photo_choose')} onFiles={take} testId="photo-choose" />
      </div>
    </section>
  );
}

function photoError(reason: unknown): string {
  const key = reason instanceof Refused ? `errors.${reason.code}` : '';
  return hasText(key) ? t(key) : t('report.photo_failed');
}

interface PickProps {
  readonly label: string;
  readonly onFiles: (files: FileList | null) => Promise<void>;
  readonly capture?: boolean;
  readonly testId: string;
}

function Pick({ label, onFiles, capture, testId }: PickProps) {
  return (
    <label class="btn pick">
      <Icon name={capture ? 'camera' : 'plus'} />
      {label}
      <input
        type="file"
        accept="image/*"
        multiple={!capture}
        {...(capture ? { capture: 'environment' as const } : {})}
        onChange={(event) => {
          const input = event.currentTarget;
          void onFiles(input.files).then(() => {
            input.value = '';
          });
        }}
        data-testid={testId}
      />
    </label>
  );
}

function Photo({ photo, n }: { readonly photo: Shown<'attachment'>; readonly n: number }) {
  const phone = usePhone();
  const [asking, setAsking] = useState(false);
  return (
    <li class="shot" data-testid="photo">
      <Thumbnail sha256={photo.sha256} label={photo.caption || t('report.photo_n', { n })} />
      <div>
        <KeptText
          id={`caption-${photo.id}`}
          label={t('report.caption')}
          value={photo.caption}
          save={(caption) => phone.record(setCaption(photo.id, caption))}
          oneLine
        />
        <button type="button" class="btn quiet" onClick={() => setAsking(true)}>
          {t('common.take_away')}
          <span class="hidden"> {t('report.photo_n', { n })}</span>
        </button>
      </div>
      {asking && (
        <Sheet title={t('report.photo_remove')} onClose={() => setAsking(false)}>
          <div class="row">
            <Action class="danger" act={() => phone.record(remove('attachment', photo.id))}>
              {t('common.take_away')}
            </Action>
          </div>
        </Sheet>
      )}
    </li>
  );
}

/** The picture as this phone has it, decrypted for as long as it is in sight. */
export function Thumbnail({ sha256, label }: { readonly sha256: string; readonly label: string }) {
  const phone = usePhone();
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    let shown: string | null = null;
    void phone.photoUrl(sha256).then((found) => {
      shown = found;
      if (gone && found) URL.revokeObjectURL(found);
      else setUrl(found);
    });
    return () => {
      gone = true;
      if (shown) URL.revokeObjectURL(shown);
    };
  }, [sha256]);
  if (!url) return <div class="photo bone" role="img" aria-label={label} />;
  return <img class="photo" src={url} alt={label} />;
}
