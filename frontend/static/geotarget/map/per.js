import { byId } from '../dom.js';

/** The choice of what gets one each: an address or a unit. */
export class PerChoice {
  /** `changed(per)` takes what a person has chosen. */
  constructor(changed) {
    this.radios = [...document.querySelectorAll('[name=per]')];
    this.radios.forEach((radio) => {
      radio.onchange = () => changed(radio.value);
    });
  }

  show({ per = 'address' }) {
    this.radios.forEach((radio) => {
      radio.checked = radio.value === per;
    });
  }

  /** How many that are, in words; empty where nothing is counted. */
  count(words) {
    byId('count-copies').textContent = words;
  }
}
